// Stands in for a known jQuery that is not run: what scripts do with it on the way to the document
// works; plugins and effects that it does not have are calls that do nothing.
const { out, given: { text, put, document, window, idOf, happen, Event, RealPromise, RealProxy, isFunction, isObject, soon, nothing, then, trim } } = w;

const chain = (nodes) => {
    const own = { length: nodes.length };
    for (let n = 0; n < nodes.length; n++) own[n] = nodes[n];
    return new RealProxy(own, {
        __proto__: null,
        get(target, name, self) {
            if (name in target) return target[name];
            if (name === 'then' || typeof name === 'symbol') return name === Symbol.iterator ? Array.prototype[Symbol.iterator].bind(target) : undefined;
            if (jQuery.fn[name] !== undefined) return jQuery.fn[name];
            return () => self;
        },
        has(target, name) { return name in target || name in jQuery.fn; },
    });
};
const nodesOf = (what, root) => {
    if (what === undefined || what === null || what === '') return [];
    if (typeof what === 'string') {
        const query = trim(what);
        if (query[0] === '<') {
            const holder = document.createElement('div');
            holder.innerHTML = query;
            return Array.from(holder.childNodes);
        }
        try { return Array.from((root || document).querySelectorAll(query)); } catch { return []; }
    }
    if (isObject(what) && typeof what.length === 'number' && what !== window && !what.nodeType) return Array.from(what);
    return [what];
};
const ready = (call) => {
    const run = () => call.call(document, jQuery);
    if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', run); else soon(run);
};
function jQuery(what, root) {
    if (isFunction(what)) { ready(what); return chain([document]); }
    const nodes = nodesOf(what, root && (root.nodeType ? root : root[0]));
    if (isObject(root) && !root.nodeType && typeof what === 'string' && trim(what)[0] === '<') {
        for (const name in root) chain(nodes)[jQuery.fn[name] ? name : 'attr'](jQuery.fn[name] ? root[name] : name, root[name]);
    }
    return chain(nodes);
}
const every = (self, call) => { for (let n = 0; n < self.length; n++) call(self[n], n); return self; };
const put_in = (self, values, how) => every(self, (node, n) => {
    for (const value of values.flat()) {
        for (const inner of typeof value === 'string' && value[0] !== '<' ? [document.createTextNode(value)] : nodesOf(isFunction(value) ? value.call(node, n) : value)) {
            const one = n + 1 < self.length && inner.cloneNode ? inner.cloneNode(true) : inner;
            node[how](one);
        }
    }
});
jQuery.fn = {
    jquery: '3.7.1',
    ready(call) { ready(call); return this; },
    each(call) { return every(this, (node, n) => call.call(node, n, node)); },
    map(call) { const all = []; every(this, (node, n) => all.push(call.call(node, n, node))); return chain(all); },
    get(n) { return n === undefined ? Array.from(this) : this[n < 0 ? this.length + n : n]; },
    toArray() { return Array.from(this); },
    eq(n) { const node = this[n < 0 ? this.length + n : n]; return chain(node ? [node] : []); },
    first() { return this.eq(0); },
    last() { return this.eq(-1); },
    find(query) { const all = []; every(this, (node) => all.push(...nodesOf(query, node))); return chain(all); },
    filter(query) { const all = []; every(this, (node, n) => { if (isFunction(query) ? query.call(node, n, node) : node.matches && node.matches(query)) all.push(node); }); return chain(all); },
    not(query) { const all = []; every(this, (node) => { if (!(node.matches && typeof query === 'string' && node.matches(query))) all.push(node); }); return chain(all); },
    is(query) { return this.filter(query).length > 0; },
    parent() { return chain(this[0] && this[0].parentNode ? [this[0].parentNode] : []); },
    parents(query) { const all = []; let node = this[0] && this[0].parentElement; while (node) { if (!query || node.matches(query)) all.push(node); node = node.parentElement; } return chain(all); },
    closest(query) { const node = this[0] && this[0].closest && this[0].closest(query); return chain(node ? [node] : []); },
    children() { return chain(this[0] && this[0].children ? Array.from(this[0].children) : []); },
    next() { const node = this[0] && this[0].nextElementSibling; return chain(node ? [node] : []); },
    prev() { const node = this[0] && this[0].previousElementSibling; return chain(node ? [node] : []); },
    index() { return this[0] && this[0].parentNode ? Array.from(this[0].parentNode.children).indexOf(this[0]) : -1; },
    html(value) { if (value === undefined) return this[0] && this[0].innerHTML; return every(this, (node) => { node.innerHTML = isObject(value) && value[0] ? value[0].outerHTML : text(value); run(node); }); },
    text(value) { if (value === undefined) { let all = ''; every(this, (node) => { all += node.textContent; }); return all; } return every(this, (node) => { node.textContent = value; }); },
    val(value) { if (value === undefined) return this[0] && this[0].value; return every(this, (node) => { node.value = value; }); },
    attr(name, value) {
        if (isObject(name)) return every(this, (node) => { for (const key in name) node.setAttribute(key, name[key]); });
        if (value === undefined) { const own = this[0] && this[0].getAttribute && this[0].getAttribute(name); return own === null ? undefined : own; }
        return every(this, (node, n) => node.setAttribute(name, isFunction(value) ? value.call(node, n, node.getAttribute(name)) : value));
    },
    removeAttr(name) { return every(this, (node) => node.removeAttribute(name)); },
    prop(name, value) { if (value === undefined) return this[0] && this[0][name]; return every(this, (node) => { node[name] = value; }); },
    data(name, value) { if (value === undefined) return this[0] && this[0].dataset && name ? this[0].dataset[name] : undefined; return this; },
    css(name, value) {
        if (isObject(name)) return every(this, (node) => { for (const key in name) node.style[key] = px(key, name[key]); });
        if (value === undefined) return this[0] && getComputedStyle(this[0])[name];
        return every(this, (node) => { node.style[name] = px(name, value); });
    },
    addClass(names) { return every(this, (node) => text(names).split(/\s+/).forEach((name) => name && node.classList && node.classList.add(name))); },
    removeClass(names) { return every(this, (node) => (names === undefined ? (node.className = '') : text(names).split(/\s+/).forEach((name) => name && node.classList && node.classList.remove(name)))); },
    toggleClass(name) { return every(this, (node) => node.classList && node.classList.toggle(name)); },
    hasClass(name) { return !!(this[0] && this[0].classList && this[0].classList.contains(name)); },
    show(time, done) { every(this, (node) => { if (node.style) node.style.display = 'block'; }); return after(this, time, done); },
    hide(time, done) { every(this, (node) => { if (node.style) node.style.display = 'none'; }); return after(this, time, done); },
    animate(styles, time, done) { this.css(styles); return after(this, time, done); },
    append(...values) { return put_in(this, values, 'append'); },
    prepend(...values) { return put_in(this, values, 'prepend'); },
    after(...values) { return put_in(this, values, 'after'); },
    before(...values) { return put_in(this, values, 'before'); },
    appendTo(where) { jQuery(where).append(this); return this; },
    prependTo(where) { jQuery(where).prepend(this); return this; },
    insertAfter(where) { jQuery(where).after(this); return this; },
    insertBefore(where) { jQuery(where).before(this); return this; },
    replaceWith(value) { this.before(value); return this.remove(); },
    wrap() { return this; },
    remove() { return every(this, (node) => node.remove && node.remove()); },
    empty() { return this.text(''); },
    clone() { const all = []; every(this, (node) => all.push(node.cloneNode(true))); return chain(all); },
    on(types, query, call) {
        if (isObject(types) && !isFunction(types)) { for (const type in types) this.on(type, types[type]); return this; }
        const told = [call, query].find(isFunction);
        const within = typeof query === 'string' ? query : undefined;
        if (!told) return this;
        return every(this, (node) => text(types).split(/\s+/).forEach((type) => {
            const plain = type.split('.')[0];
            if (!node.addEventListener || !plain) return;
            node.addEventListener(plain === 'ready' ? 'DOMContentLoaded' : plain, (event) => {
                const at = within ? event.target.closest && event.target.closest(within) : node;
                if (at && told.call(at, event) === false) { event.preventDefault(); event.stopPropagation(); }
            });
        }));
    },
    one(types, query, call) { return this.on(types, query, call); },
    bind(types, call) { return this.on(types, call); },
    delegate(query, types, call) { return this.on(types, query, call); },
    live(types, call) { return this.on(types, call); },
    off() { return this; },
    trigger(type) { return every(this, (node) => node.dispatchEvent && happen(node, text(type), Event, { bubbles: true, cancelable: true })); },
    submit(call) { return isFunction(call) ? this.on('submit', call) : every(this, (node) => node.submit && node.submit()); },
    load(what) { if (isFunction(what)) return this.on('load', what); $.sent('xhr', text(what)); return this; },
    width() { return this[0] && this[0].innerWidth || this[0] && this[0].offsetWidth || 0; },
    height() { return this[0] && this[0].innerHeight || this[0] && this[0].offsetHeight || 0; },
    offset() { return { top: 0, left: 0 }; },
    position() { return { top: 0, left: 0 }; },
    scrollTop() { return 0; },
    serialize() { return ''; },
    extend(more) { return Object.assign(jQuery.fn, more); },
    delay() { return this; },
};
for (const [name, real] of [['outerWidth', 'width'], ['innerWidth', 'width'], ['outerHeight', 'height'], ['innerHeight', 'height'],
    ['fadeIn', 'show'], ['slideDown', 'show'], ['fadeOut', 'hide'], ['slideUp', 'hide']]) jQuery.fn[name] = jQuery.fn[real];
for (const type of ['click', 'change', 'focus', 'blur', 'keyup', 'keydown', 'keypress', 'scroll', 'resize', 'mouseover', 'mouseenter', 'mouseleave', 'mousedown', 'mouseup', 'mousemove', 'hover', 'error', 'touchstart', 'touchend']) {
    jQuery.fn[type] = function (call) { return isFunction(call) ? this.on(type === 'hover' ? 'mouseover' : type, call) : type === 'click' ? every(this, (node) => node.click && node.click()) : this; };
}
const px = (name, value) => (typeof value === 'number' && !/^(opacity|z-?index|font-?weight|line-?height|zoom)$/i.test(name) ? value + 'px' : value);
const after = (self, time, done) => { const call = [done, time].find(isFunction); if (call) soon(() => every(self, (node) => call.call(node))); return self; };
// Scripts in markup that jQuery puts into the page are run.
const run = (node) => {
    for (const old of Array.from(node.querySelectorAll ? node.querySelectorAll('script') : [])) {
        const script = document.createElement('script');
        for (const name of old.getAttributeNames()) script.setAttribute(name, old.getAttribute(name));
        script.textContent = old.textContent;
        old.replaceWith(script);
    }
};
const pending = () => {
    const own = { status: 0, readyState: 0, abort: nothing, promise() { return own; } };
    for (const name of ['done', 'success', 'progress', 'pipe']) own[name] = () => own;
    for (const name of ['fail', 'error', 'always', 'complete']) own[name] = (call) => { if (isFunction(call)) soon(() => call(own, 'error', '')); return own; };
    own.then = (done, fail) => { if (isFunction(fail)) soon(() => fail(own, 'error', '')); return own; };
    own.catch = own.fail;
    return own;
};
const ajax = (target, options) => {
    const all = isObject(target) ? target : { url: target, ...options };
    $.sent('xhr', text(all.url ?? ''));
    if (isFunction(all.error)) soon(() => all.error({ status: 0 }, 'error', ''));
    if (isFunction(all.complete)) soon(() => all.complete({ status: 0 }, 'error'));
    return pending();
};
Object.assign(jQuery, {
    prototype: jQuery.fn, ajax, get: ajax, post: ajax, getJSON: ajax,
    getScript(target) { const script = document.createElement('script'); script.src = target; document.head.appendChild(script); return pending(); },
    ajaxSetup: nothing, ajaxPrefilter: nothing, noConflict() { return jQuery; }, noop: nothing, ready,
    each(all, call) {
        if (typeof all.length === 'number') { for (let n = 0; n < all.length; n++) if (call.call(all[n], n, all[n]) === false) break; } else { for (const name in all) if (call.call(all[name], name, all[name]) === false) break; }
        return all;
    },
    extend(deep, ...more) { const all = deep === true ? more : [deep, ...more]; return all.length < 2 ? Object.assign(jQuery, all[0]) : Object.assign(...all.map((one) => one ?? {})); },
    map(all, call) { return Array.from(all).map((one, n) => call(one, n)); }, grep(all, call) { return all.filter(call); },
    inArray(one, all) { return all ? Array.prototype.indexOf.call(all, one) : -1; }, isArray: Array.isArray, isFunction, isPlainObject: isObject, isNumeric: (value) => !isNaN(parseFloat(value)),
    isEmptyObject: (value) => { for (const name in value) return false; return true; }, isWindow: (value) => value === window, trim: (value) => (value == null ? '' : trim(text(value))), type: (value) => typeof value,
    makeArray: (value) => Array.from(value), merge: (one, two) => one.concat(two), proxy: (call, self) => call.bind(self), parseJSON: JSON.parse, param: () => '', globalEval: (code) => window.eval(code),
    contains: (one, two) => one.contains(two), data: nothing, removeData: nothing, error: nothing, now: () => Date.now(), parseHTML: (markup) => nodesOf(markup), Deferred: pending, when: pending, Callbacks: () => ({ add: nothing, fire: nothing, remove: nothing }),
    browser: { webkit: true, version: '142' }, support: {}, easing: {}, cssHooks: {}, event: { special: {}, add: nothing, trigger: nothing }, expr: { ':': {}, pseudos: {}, filters: {} }, fx: { off: true }, cookie: (name, value) => (value === undefined ? undefined : (document.cookie = `${name}=${value}`)), ui: {},
});
// Plugins of the library itself that are not here do nothing, and so do their parts.
const idle = () => new RealProxy(function () { return chain([]); }, {
    __proto__: null,
    get(target, name) { return name in target || typeof name !== 'string' ? target[name] : nothing; },
});
out.$ = out.jQuery = new RealProxy(jQuery, {
    __proto__: null,
    get(target, name) { return name in target || typeof name !== 'string' || name === 'msie' ? target[name] : idle(); },
});
