// What the world itself uses, taken before page code can change it. `$` holds the natives.
const { assign, defineProperty, setPrototypeOf, getPrototypeOf, getOwnPropertyDescriptor } = Object;
const { apply, construct } = Reflect;
const bound = Function.prototype.call.bind(Function.prototype.bind, Function.prototype.call);
const wellFormed = bound(String.prototype.toWellFormed);
const lower = bound(String.prototype.toLowerCase);
const upper = bound(String.prototype.toUpperCase);
const slice = bound(String.prototype.slice);
const indexOf = bound(String.prototype.indexOf);
const split = bound(String.prototype.split);
const trim = bound(String.prototype.trim);
const replace = bound(String.prototype.replace);
const join = bound(Array.prototype.join);
const then = bound(Promise.prototype.then);
const hasOwn = Object.hasOwn;
const window = globalThis;
const RealFunction = Function;
const RealPromise = Promise;
const { resolve, reject } = Promise;
const resolved = (value) => apply(resolve, RealPromise, [value]);
const rejected = (value) => apply(reject, RealPromise, [value]);
const RealError = Error;
const RealProxy = Proxy;
const DOMException_ = globalThis.DOMException || Error;

// Text as natives take it: any value, no halves of characters.
const text = (value) => wellFormed(`${value}`);
// A list that changes of Array.prototype do not reach.
const list = () => setPrototypeOf([], null);
const table = () => ({ __proto__: null });
// Loops that run after page code do not lean on iterators, which a page can break.
const each = (all, call) => { for (let n = 0; n < all.length; n++) call(all[n], n); };
const isFunction = (value) => typeof value === 'function';
const isObject = (value) => (typeof value === 'object' && value !== null) || isFunction(value);

const put = (object, name, value, enumerable) =>
    defineProperty(object, name, { __proto__: null, value, writable: true, configurable: true, enumerable: !!enumerable });
const show = (object, name, get, set) =>
    defineProperty(object, name, { __proto__: null, get, set, configurable: true, enumerable: true });
const fix = (object, name, get, set) =>
    defineProperty(object, name, { __proto__: null, get, set, configurable: false, enumerable: true });
const label = (proto, name) => defineProperty(proto, Symbol.toStringTag, { __proto__: null, value: name, configurable: true });
const refuse = (message, name) => { throw new DOMException_(message, name); };
const nothing = () => {};

// A global that is built when it is first asked for, all of a part at once.
const parts = table();
const later = (part, names) => {
    const build = () => {
        if (!parts[part]) { parts[part] = table(); $.later(part)($, inner(parts[part])); }
    };
    for (const name of names) {
        defineProperty(window, name, {
            __proto__: null, configurable: true, enumerable: false,
            get() { build(); const value = parts[part][name]; put(window, name, value); return value; },
            set(value) { put(window, name, value); },
        });
    }
};
// What later parts are given, and where they leave what they build.
const given = table();
const inner = (out) => ({ __proto__: null, out, given });

const waiting = table();
const arm = (call, ms, repeat) => {
    const id = $.timer(ms, repeat);
    if (id) waiting[id] = call;
    return id;
};
const soon = (call) => arm(call, 1, false);
const fireTimer = (id, last) => {
    const call = waiting[id];
    if (last) delete waiting[id];
    if (call) call();
};
