// Requests: written down, never made, answered as if the network were down.
const { out, given: { assign, resolved, each, text, put, label, happen, soon, Event, EventTarget, RealPromise, DOMException_, isFunction, nothing, lower, table, then } } = w;

const address = (target) => (target && typeof target === 'object' && 'url' in target ? text(target.url) : text(target));
out.fetch = function fetch(target) {
    const url = address(target);
    const known = $.body_of(url);
    $.sent('fetch', url);
    if (known !== undefined) return resolved(new out.Response(known));
    return new RealPromise((done, fail) => { soon(() => { fail(new TypeError('Failed to fetch')); }); });
};
class Headers {
    #all = table();
    constructor(init) { if (init) for (const name in init) if (typeof init[name] !== 'function') this.#all[lower(text(name))] = text(init[name]); }
    get(name) { return this.#all[lower(text(name))] ?? null; }
    set(name, value) { this.#all[lower(text(name))] = text(value); }
    append(name, value) { this.set(name, value); }
    has(name) { return lower(text(name)) in this.#all; }
    delete(name) { delete this.#all[lower(text(name))]; }
    forEach(call) { for (const name in this.#all) call(this.#all[name], name, this); }
}
class Request {
    constructor(target, init) { put(this, 'url', address(target), true); put(this, 'method', init && init.method || 'GET', true); put(this, 'headers', new Headers(init && init.headers), true); }
    clone() { return this; }
}
class Response {
    #body;
    constructor(body, init) { this.#body = text(body ?? ''); put(this, 'status', init && init.status || 200, true); put(this, 'ok', true, true); put(this, 'headers', new Headers(), true); put(this, 'url', '', true); }
    text() { return resolved(this.#body); }
    json() { return then(resolved(this.#body), JSON.parse); }
    blob() { return resolved(new Blob([this.#body])); }
    arrayBuffer() { return resolved(new ArrayBuffer(0)); }
    clone() { return new Response(this.#body); }
}
class XMLHttpRequest extends EventTarget {
    #url = '';
    #method = 'GET';
    #sync = false;
    open(method, target, wait) {
        this.#method = text(method); this.#url = text(target); this.#sync = wait === false;
        this.#state(1);
    }
    #state(value) {
        put(this, 'readyState', value, true);
        happen(this, 'readystatechange');
    }
    send() {
        const url = this.#url;
        $.sent('xhr', url);
        const known = $.body_of(url);
        const finish = () => {
            put(this, 'status', known === undefined ? 0 : 200, true);
            put(this, 'statusText', known === undefined ? '' : 'OK', true);
            put(this, 'responseText', known ?? '', true);
            put(this, 'response', known ?? '', true);
            this.#state(4);
            happen(this, known === undefined ? 'error' : 'load');
            happen(this, 'loadend');
        };
        if (!this.#sync) { soon(finish); return; }
        finish();
        if (known === undefined) throw new DOMException_('Failed to load', 'NetworkError');
    }
    abort() {}
    setRequestHeader() {}
    overrideMimeType() {}
    getResponseHeader() { return null; }
    getAllResponseHeaders() { return ''; }
    get upload() { return new EventTarget(); }
}
const initial = {
    __proto__: null, readyState: 0, status: 0, statusText: '', responseText: '', response: '', responseType: '', responseXML: null, timeout: 0,
    withCredentials: false, UNSENT: 0, OPENED: 1, HEADERS_RECEIVED: 2, LOADING: 3, DONE: 4,
};
for (const name in initial) {
    put(XMLHttpRequest.prototype, name, initial[name]);
    put(XMLHttpRequest, name, initial[name]);
}
const failing = (name, kind) => {
    const { [name]: made } = { [name]: class extends EventTarget {
        constructor(target) {
            super();
            const url = text(target);
            if (kind === 'worker') $.load(kind, url); else $.sent(kind, url);
            put(this, 'url', url, true);
            put(this, 'readyState', 0, true);
            soon(() => { put(this, 'readyState', 3, true); happen(this, 'error'); happen(this, 'close'); });
        }
        send() {}
        close() {}
        terminate() {}
        postMessage() {}
        get port() { return this; }
        start() {}
    } };
    out[name] = made;
};
failing('WebSocket', 'socket');
failing('EventSource', 'events');
failing('Worker', 'worker');
failing('SharedWorker', 'worker');
class AbortSignal extends EventTarget { get aborted() { return false; } throwIfAborted() {} static timeout() { return new AbortSignal(); } static abort() { return new AbortSignal(); } }
class AbortController { signal = new AbortSignal(); abort() {} }
class BroadcastChannel extends EventTarget { postMessage() {} close() {} }
class RTCPeerConnection extends EventTarget { createDataChannel() { return new EventTarget(); } createOffer() { return new RealPromise(nothing); } setLocalDescription() { return new RealPromise(nothing); } close() {} }
assign(out, { Headers, Request, Response, XMLHttpRequest, AbortSignal, AbortController, BroadcastChannel, RTCPeerConnection });
each(['Headers', 'Request', 'Response', 'XMLHttpRequest', 'WebSocket'], (name) => label(out[name].prototype, name));
