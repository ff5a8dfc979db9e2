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
put(window, 'Notification', { permission: 'default', requestPermission() { return resolved('default'); } });

// Interfaces that scripts compare with and seldom use.
const interfaces = split('ShadowRoot Attr CDATASection DocumentType DOMImplementation DOMTokenList DOMStringMap NamedNodeMap DOMRect DOMRectReadOnly DOMPoint ' +
    'DOMMatrix CSSStyleSheet StyleSheet CSSRule CSSStyleRule MediaQueryList Selection TreeWalker NodeIterator MutationRecord ResizeObserverEntry ' +
    'IntersectionObserverEntry Performance PerformanceEntry PerformanceTiming PerformanceNavigationTiming Plugin PluginArray MimeType ' +
    'MimeTypeArray DataTransfer FontFace FontFaceSet CustomElementRegistry HTMLAllCollection HTMLFormControlsCollection HTMLOptionsCollection ' +
    'RadioNodeList ValidityState ImageData ImageBitmap Path2D CanvasRenderingContext2D WebGLRenderingContext OffscreenCanvas MediaSource ' +
    'MediaStream SourceBuffer AudioContext SpeechSynthesisUtterance ReadableStream WritableStream TransformStream CompressionStream ' +
    'DecompressionStream ServiceWorker ServiceWorkerRegistration PushManager PaymentRequest PublicKeyCredential IDBDatabase IDBKeyRange Cache ' +
    'CacheStorage TrustedHTML SVGSVGElement SVGPathElement SVGImageElement SVGUseElement XPathEvaluator', ' ');
const give = { assign, resolved, rejected, each, interfaces, text, list, table, put, show, label, wrap, idOf, happen, soon, arm, indirect, seen, dispatch, leave, settle, Event, EventTarget, RealPromise, RealProxy, DOMException_, document, window, apply, construct, isFunction, isObject, lower, upper, slice, split, indexOf, replace, trim, join, then, nothing, visitor, detached, collect, NodeList };
for (const name in give) given[name] = give[name];
later('network', ['XMLHttpRequest', 'fetch', 'Headers', 'Request', 'Response', 'WebSocket', 'EventSource', 'Worker', 'SharedWorker', 'AbortController', 'AbortSignal', 'BroadcastChannel', 'RTCPeerConnection']);
later('text', ['URL', 'URLSearchParams', 'TextEncoder', 'TextDecoder', 'Blob', 'File', 'FileReader', 'FormData', 'DOMParser', 'XMLSerializer', 'crypto', 'Intl', 'structuredClone', 'MessageChannel']);
later('observe', ['MutationObserver', 'WebKitMutationObserver', 'IntersectionObserver', 'ResizeObserver', 'PerformanceObserver', 'NodeFilter', 'Range', 'XPathResult']);
later('names', interfaces);
later('names', ['indexedDB', 'caches', 'speechSynthesis', 'visualViewport', 'createImageBitmap', 'reportError']);
if ($.wants_jquery()) later('jquery', ['$', 'jQuery']);

// Forms and frames go by their names.
const named_ids = $.select(1, 'form[name],iframe[name],frame[name],img[name]', false) || [];
for (let n = 0; n < named_ids.length && n < 100; n++) {
    const id = named_ids[n], name = $.attribute(id, 'name');
    const isFrame = /frame$/.test($.name(id));
    const get = () => (isFrame ? windowOf(wrap(id)) : wrap(id));
    if (name && !isFrame && !(name in document)) show(document, name, get, (value) => put(document, name, value, true));
    if (name && !(name in window)) show(window, name, get, (value) => put(window, name, value, true));
}

const bubbling = (more) => ({ __proto__: null, bubbles: true, cancelable: true, ...more });
const touch = (target, types, Class) => each(types, (type) => happen(target, type, Class, bubbling({ clientX: 200, clientY: 200, pageX: 200, pageY: 200 })));
const page = () => document.body || document.documentElement || document;
const untyped = { __proto__: null, hidden: 1, submit: 1, button: 1, image: 1, checkbox: 1, radio: 1, file: 1, reset: 1 };
const acts = {
    __proto__: null,
    move() {
        touch(page(), ['pointermove', 'mouseover', 'mousemove', 'wheel', 'touchstart', 'touchmove', 'touchend'], MouseEvent);
        happen(document, 'scroll', Event, bubbling());
        happen(window, 'focus');
    },
    key() { each(['keydown', 'keypress', 'keyup'], (type) => happen(page(), type, KeyboardEvent, bubbling({ key: 'a', code: 'KeyA', keyCode: 65, which: 65 }))); },
    // Fields are filled in and forms sent, as far as somebody listens.
    form() {
        const typed = ['focus', 'focusin', 'keydown', 'keypress', 'input', 'keyup', 'change', 'blur', 'focusout'];
        activating = false;
        try {
            const fields = $.select(1, 'input,textarea', false) || [];
            for (let n = 0; n < fields.length && n < 20; n++) {
                const kind = lower($.attribute(fields[n], 'type') || 'text');
                if (untyped[kind]) continue;
                if (!$.attribute(fields[n], 'value')) $.set_attribute(fields[n], 'value', kind === 'email' ? 'a@mail.example' : '0123456789');
                const field = wrap(fields[n]);
                for (let m = 0; m < typed.length; m++) happen(field, typed[m], Event, bubbling({ key: '9', keyCode: 57, which: 57 }));
            }
            const forms = $.select(1, 'form', false) || [];
            for (let n = 0; n < forms.length && n < 5; n++) {
                const buttons = $.select(forms[n], 'button,input[type=submit],input[type=button],input[type=image]', false) || [];
                for (let m = 0; m < buttons.length && m < 3; m++) touch(wrap(buttons[m]), ['mousedown', 'mouseup', 'click'], MouseEvent);
                happen(wrap(forms[n]), 'submit', Event, bubbling());
            }
        } finally { activating = true; }
    },
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
