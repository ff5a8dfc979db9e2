// Events: who listens, and in what order they are told.
const ID = Symbol('id');
const HEARD = Symbol('heard');
const STATE = Symbol('state');

// Types for which anybody ever listened: the others need not be told.
const awaited = table();
const heardBy = (target, type, make) => {
    if (make) awaited[type] = true;
    let heard = target[HEARD];
    if (heard === undefined) {
        if (!make) return undefined;
        heard = table();
        defineProperty(target, HEARD, { __proto__: null, value: heard });
    }
    let all = heard[type];
    if (all === undefined && make) all = heard[type] = list();
    return all;
};

class Event {
    constructor(type, init) {
        defineProperty(this, STATE, { __proto__: null, value: { __proto__: null, stop: 0, prevented: false } });
        if (init) {
            for (const name in init) put(this, name, init[name], true);
            put(this, 'bubbles', !!init.bubbles, true);
            put(this, 'cancelable', !!init.cancelable, true);
        }
        put(this, 'type', text(type), true);
        put(this, 'isTrusted', false, true);
    }
    get srcElement() { return this.target; }
    get defaultPrevented() { return this[STATE].prevented; }
    get returnValue() { return !this[STATE].prevented; }
    set returnValue(value) { if (value === false) this[STATE].prevented = true; }
    get cancelBubble() { return this[STATE].stop > 0; }
    set cancelBubble(value) { if (value) this[STATE].stop = 1; }
    preventDefault() { this[STATE].prevented = true; }
    stopPropagation() { if (this[STATE].stop === 0) this[STATE].stop = 1; }
    stopImmediatePropagation() { this[STATE].stop = 2; }
    composedPath() { return this.target ? [this.target] : []; }
    initEvent(type, bubbles, cancelable) {
        put(this, 'type', text(type), true);
        put(this, 'bubbles', !!bubbles, true);
        put(this, 'cancelable', !!cancelable, true);
    }
    initUIEvent(type, bubbles, cancelable) { this.initEvent(type, bubbles, cancelable); }
    initMouseEvent(type, bubbles, cancelable) { this.initEvent(type, bubbles, cancelable); }
    initKeyboardEvent(type, bubbles, cancelable) { this.initEvent(type, bubbles, cancelable); }
    initCustomEvent(type, bubbles, cancelable, detail) {
        this.initEvent(type, bubbles, cancelable);
        put(this, 'detail', detail, true);
    }
}
for (const name of ['target', 'currentTarget']) put(Event.prototype, name, null, true);
for (const name of ['bubbles', 'cancelable', 'composed']) put(Event.prototype, name, false, true);
for (const name of ['timeStamp', 'eventPhase']) put(Event.prototype, name, 0, true);
put(Event, 'NONE', 0); put(Event, 'CAPTURING_PHASE', 1); put(Event, 'AT_TARGET', 2); put(Event, 'BUBBLING_PHASE', 3);
label(Event.prototype, 'Event');
put(window, 'Event', Event);

const eventClass = (name, base, fields) => {
    const { [name]: made } = { [name]: class extends base {} };
    for (const field in fields) put(made.prototype, field, fields[field], true);
    label(made.prototype, name);
    put(window, name, made);
    return made;
};
const UIEvent = eventClass('UIEvent', Event, { __proto__: null, detail: 0, view: null, which: 0 });
const MouseEvent = eventClass('MouseEvent', UIEvent, {
    __proto__: null, clientX: 0, clientY: 0, pageX: 0, pageY: 0, screenX: 0, screenY: 0, offsetX: 0, offsetY: 0,
    button: 0, buttons: 0, ctrlKey: false, shiftKey: false, altKey: false, metaKey: false, relatedTarget: null,
});
eventClass('PointerEvent', MouseEvent, { __proto__: null, pointerId: 1, pointerType: 'mouse' });
eventClass('WheelEvent', MouseEvent, { __proto__: null, deltaX: 0, deltaY: 100 });
const KeyboardEvent = eventClass('KeyboardEvent', UIEvent, { __proto__: null, key: '', code: '', keyCode: 0, ctrlKey: false, shiftKey: false, altKey: false });
eventClass('TouchEvent', UIEvent, { __proto__: null, touches: [], changedTouches: [], targetTouches: [] });
eventClass('FocusEvent', UIEvent, { __proto__: null, relatedTarget: null });
eventClass('InputEvent', UIEvent, { __proto__: null, data: null });
const CustomEvent = eventClass('CustomEvent', Event, { __proto__: null, detail: null });
const MessageEvent = eventClass('MessageEvent', Event, { __proto__: null, data: null, origin: '', source: null });
const PopStateEvent = eventClass('PopStateEvent', Event, { __proto__: null, state: null });
for (const name of ['HashChangeEvent', 'PageTransitionEvent', 'ProgressEvent', 'ErrorEvent', 'StorageEvent',
    'AnimationEvent', 'TransitionEvent', 'BeforeUnloadEvent', 'PromiseRejectionEvent', 'CloseEvent', 'DragEvent']) {
    eventClass(name, Event, table());
}

// The code of an event attribute or property becomes a function when it is first needed.
const compiled = (target, type) => {
    const heard = target[HEARD];
    const set = heard && heard['on' + type];
    if (set !== undefined) return set;
    const body = $.body();
    if (ofWindow[type] && target[ID] === body) return undefined;
    const id = ofWindow[type] && target === window ? body : target[ID];
    if (!id) return undefined;
    const code = $.attribute(id, 'on' + type);
    if (code === undefined) return undefined;
    let call;
    const by = $.by();
    try {
        const source = $.handler(id, code);
        call = construct(RealFunction, ['event', `with(document){with(this){${source}\n}}`]);
    } catch (error) {
        $.error(`${error}`);
        call = nothing;
    }
    $.as(by);
    const entry = { __proto__: null, call, by: $.maker(id) };
    heardBy(target, type, true);
    target[HEARD]['on' + type] = entry;
    return entry;
};

const tell = (entry, target, event) => {
    const by = $.by();
    $.as(entry.by);
    try {
        const call = entry.call;
        if (isFunction(call)) {
            const answer = apply(call, target, [event]);
            if (answer === false && entry.property) event[STATE].prevented = true;
        } else if (isObject(call) && isFunction(call.handleEvent)) {
            call.handleEvent(event);
        }
    } catch (error) {
        $.error(`${error && error.message || error}`);
    }
    $.as(by);
};

const tellAll = (target, event, capture, atTarget) => {
    const state = event[STATE];
    const type = event.type;
    const heard = target[HEARD];
    const all = heard && heard[type];
    put(event, 'currentTarget', target, true);
    if (!capture || atTarget) {
        const own = compiled(target, type);
        if (own && own.call) { own.property = true; tell(own, target, event); }
    }
    if (!all) return;
    // Those who begin to listen while others are told are told next time.
    const told = list();
    for (let n = 0; n < all.length; n++) told[n] = all[n];
    for (let n = 0; n < told.length; n++) {
        const entry = told[n];
        if (state.stop > 1) return;
        if (entry.gone || (!atTarget && entry.capture !== capture)) continue;
        if (entry.once) { entry.gone = true; forget(all, entry); }
        tell(entry, target, event);
    }
};

const forget = (all, entry) => {
    let kept = 0;
    for (let n = 0; n < all.length; n++) if (all[n] !== entry) all[kept++] = all[n];
    all.length = kept;
};

// From the window down to the target and up again.
let activating = true;
const dispatch = (target, event) => {
    const state = event[STATE];
    if (state === undefined) throw new TypeError('not an Event');
    state.stop = 0;
    put(event, 'target', target, true);
    const path = list();
    const id = target[ID];
    if (id !== undefined) {
        const ids = $.path(id);
        for (let n = 1; n < ids.length; n++) path[path.length] = wrap(ids[n]);
        if (ids[ids.length - 1] === 1 && event.type !== 'load') path[path.length] = window;
    }
    for (let n = path.length - 1; n >= 0 && state.stop === 0; n--) tellAll(path[n], event, true, false);
    if (state.stop === 0) tellAll(target, event, false, true);
    if (event.bubbles) for (let n = 0; n < path.length && state.stop === 0; n++) tellAll(path[n], event, false, false);
    put(event, 'currentTarget', null, true);
    if (event.type === 'click' && !state.prevented && id !== undefined && activating) activate(id);
    return !state.prevented;
};

// What a click does when nobody prevents it.
const activate = (id) => {
    const ids = $.path(id);
    for (let n = 0; n < ids.length; n++) {
        const tag = $.name(ids[n]);
        if (tag === 'a' || tag === 'area') {
            const href = $.attribute(ids[n], 'href');
            if (href === undefined) return;
            const frame = $.attribute(ids[n], 'target');
            if (frame && frame !== '_self' && frame !== '_top' && frame !== '_parent') $.open(href);
            else leave(6, href);
            return;
        }
        if ((tag === 'button' || tag === 'input') && $.attribute(ids[n], 'type') === 'submit') {
            for (let m = n + 1; m < ids.length; m++) {
                if ($.name(ids[m]) === 'form') return submit(wrap(ids[m]), true);
            }
        }
    }
};

const capturing = (options) => (isObject(options) ? !!options.capture : !!options);

// Events of which `<body onload=…>` means the window's.
const ofWindow = { __proto__: null, load: 1, error: 1, blur: 1, focus: 1, unload: 1, beforeunload: 1, pagehide: 1, pageshow: 1, popstate: 1, hashchange: 1, message: 1, storage: 1, resize: 1, scroll: 1 };
const forProperty = (target, type) => {
    if (target === undefined || target === null) return window;
    return ofWindow[type] && target[ID] !== undefined && target[ID] === $.body() ? window : target;
};
const getHandler = (target, type) => {
    const entry = compiled(forProperty(target, type), type);
    return entry && entry.call || null;
};
const setHandler = (target, type, call) => {
    const at = forProperty(target, type);
    heardBy(at, type, true);
    at[HEARD]['on' + type] = { __proto__: null, call: isObject(call) ? call : null, by: $.by(), property: true };
};

class EventTarget {
    addEventListener(type, call, options) {
        const target = this ?? window;
        if (!isObject(call)) return;
        const all = heardBy(target, text(type), true);
        const capture = capturing(options);
        for (let n = 0; n < all.length; n++) if (all[n].call === call && all[n].capture === capture) return;
        if (all.length > 500) return;
        all[all.length] = { __proto__: null, call, capture, once: isObject(options) && !!options.once, by: $.by(), gone: false };
    }
    removeEventListener(type, call, options) {
        const all = heardBy(this ?? window, text(type), false);
        const capture = capturing(options);
        for (let n = 0; all && n < all.length; n++) {
            if (all[n].call === call && all[n].capture === capture) { all[n].gone = true; forget(all, all[n]); return; }
        }
    }
    dispatchEvent(event) { return dispatch(this ?? window, event); }
/*handlers*/
}
label(EventTarget.prototype, 'EventTarget');
put(window, 'EventTarget', EventTarget);

const happen = (target, type, Class, init) => {
    // A click does something even if nobody listens.
    if (!awaited[type] && type !== 'click' && !$.awaited('on' + type)) return true;
    const event = new (Class || Event)(type, init || { __proto__: null, bubbles: false });
    put(event, 'isTrusted', true, true);
    return dispatch(target, event);
};
