// The window itself, and what drives it from outside.
class Window extends EventTarget {}
label(Window.prototype, 'Window');
put(window, 'Window', Window);
setPrototypeOf(window, Window.prototype);
label(window, 'Window');
// `var onload = …` sets a handler only if the window itself has the property.
for (const type of ['load', 'click', 'popstate', 'beforeunload', 'unload', 'scroll', 'hashchange', 'mousemove', 'error', 'message']) {
    defineProperty(window, 'on' + type, getOwnPropertyDescriptor(EventTarget.prototype, 'on' + type));
}
for (const name of ['window', 'top']) fix(window, name, () => window);
for (const name of ['self', 'parent', 'frames']) put(window, name, window, true);
for (const [name, value] of [['name', ''], ['status', ''], ['closed', false], ['length', 0], ['opener', null], ['frameElement', null], ['event', undefined],
    ['isSecureContext', true], ['origin', $.here()[8]], ['crossOriginIsolated', false], ['external', {}], ['chrome', { runtime: {}, app: {} }]]) put(window, name, value, true);
for (const name of ['focus', 'blur', 'scrollTo', 'scrollBy', 'scroll', 'moveTo', 'moveBy', 'resizeTo', 'resizeBy', 'stop', 'print', 'close', 'captureEvents', 'releaseEvents', 'find']) {
    put(window, name, { [name]() {} }[name], true);
}
put(window, 'alert', function alert(...values) { $.shown('alert', values.length ? text(values[0]) : ''); }, true);
put(window, 'confirm', function confirm(...values) { $.shown('confirm', values.length ? text(values[0]) : ''); return true; }, true);
put(window, 'prompt', function prompt(...values) { $.shown('prompt', values.length ? text(values[0]) : ''); return null; }, true);
put(window, 'getSelection', function getSelection() { return { toString() { return ''; }, rangeCount: 0, isCollapsed: true, removeAllRanges: nothing, addRange: nothing, getRangeAt() { return document.createRange(); } }; }, true);
put(window, 'postMessage', function postMessage(data) { soon(() => happen(window, 'message', MessageEvent, { __proto__: null, data, origin: $.here()[8], source: window })); }, true);
const console = {};
for (const name of ['log', 'info', 'warn', 'error', 'debug', 'trace', 'dir', 'dirxml', 'table', 'group', 'groupCollapsed', 'groupEnd', 'time', 'timeEnd', 'timeLog', 'count', 'assert', 'clear', 'profile', 'profileEnd', 'timeStamp']) {
    put(console, name, { [name]() {} }[name], true);
}
put(window, 'console', console);
put(window, 'customElements', { define: nothing, get() { return undefined; }, whenDefined() { return new RealPromise(nothing); }, upgrade: nothing });
put(window, 'Notification', { permission: 'default', requestPermission() { return RealPromise.resolve('default'); } });

const give = { text, list, table, put, show, label, wrap, idOf, happen, soon, arm, indirect, seen, dispatch, leave, settle, Event, EventTarget, RealPromise, RealProxy, DOMException_, document, window, apply, construct, isFunction, isObject, lower, upper, slice, split, indexOf, replace, trim, join, then, nothing, visitor, detached, collect, NodeList };
for (const name in give) given[name] = give[name];
later('network', ['XMLHttpRequest', 'fetch', 'Headers', 'Request', 'Response', 'WebSocket', 'EventSource', 'Worker', 'SharedWorker', 'AbortController', 'AbortSignal', 'BroadcastChannel', 'RTCPeerConnection']);
later('text', ['URL', 'URLSearchParams', 'TextEncoder', 'TextDecoder', 'Blob', 'File', 'FileReader', 'FormData', 'DOMParser', 'XMLSerializer', 'crypto', 'Intl', 'structuredClone', 'MessageChannel']);
later('observe', ['MutationObserver', 'WebKitMutationObserver', 'IntersectionObserver', 'ResizeObserver', 'PerformanceObserver', 'NodeFilter', 'Range', 'XPathResult']);
if ($.wants_jquery()) later('jquery', ['$', 'jQuery']);

const bubbling = (more) => ({ __proto__: null, bubbles: true, cancelable: true, ...more });
const touch = (target, types, Class) => { for (const type of types) happen(target, type, Class, bubbling({ clientX: 200, clientY: 200, pageX: 200, pageY: 200 })); };
const page = () => document.body || document.documentElement || document;
const acts = {
    __proto__: null,
    move() {
        touch(page(), ['pointermove', 'mouseover', 'mousemove', 'wheel', 'touchstart', 'touchmove', 'touchend'], MouseEvent);
        happen(document, 'scroll', Event, bubbling());
        happen(window, 'focus');
    },
    key() { for (const type of ['keydown', 'keypress', 'keyup']) happen(page(), type, KeyboardEvent, bubbling({ key: 'a', code: 'KeyA', keyCode: 65, which: 65 })); },
    click() { touch(page(), ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click'], MouseEvent); },
    link() {
        const found = $.select(1, 'a[href]', true);
        if (!found.length) return;
        // The link's own way is no news: only what scripts make of the click is.
        const event = new MouseEvent('click', bubbling());
        put(event, 'isTrusted', true, true);
        touch(wrap(found[0]), ['mousedown', 'mouseup'], MouseEvent);
        activating = false;
        try { dispatch(wrap(found[0]), event); } finally { activating = true; }
    },
    back() { happen(window, 'popstate', PopStateEvent, { __proto__: null, state: null }); happen(window, 'hashchange'); },
    leave() {
        happen(document, 'mouseleave'); happen(document.documentElement || document, 'mouseleave');
        happen(page(), 'mouseout', MouseEvent, bubbling({ clientY: -5, relatedTarget: null }));
        hidden = true;
        happen(window, 'blur'); happen(document, 'visibilitychange', Event, bubbling());
        happen(window, 'beforeunload', Event, bubbling()); happen(window, 'pagehide'); happen(window, 'unload');
        hidden = false;
    },
};

return {
    timer: fireTimer,
    seenEval, indirectEval, realEval: indirect,
    state(value) { readyState = value; happen(document, 'readystatechange'); },
    content() { happen(document, 'DOMContentLoaded', Event, { __proto__: null, bubbles: true }); },
    load() {
        const ids = $.awaited('onload') || $.awaited('onerror') ? $.select(1, '[onload],[onerror]', false) : [];
        for (let n = 0; n < ids.length; n++) {
            if (ids[n] === $.body() || told[ids[n]]) continue;
            if ($.attribute(ids[n], 'onload') !== undefined) happen(wrap(ids[n]), 'load');
            if ($.attribute(ids[n], 'onerror') !== undefined) happen(wrap(ids[n]), 'error');
        }
        happen(window, 'load');
        happen(window, 'pageshow');
    },
    act(name) { acts[name](); },
};
