// Observers: what is watched is seen once, as it stands; changes are not told.
const { out, given: { soon, isFunction, label, collect, NodeList } } = w;
class Observer {
    constructor(call) { if (!isFunction(call)) throw new TypeError('not a function'); }
    observe() {}
    unobserve() {}
    disconnect() {}
    takeRecords() { return []; }
    static get supportedEntryTypes() { return []; }
}
const observer = (name) => { const { [name]: made } = { [name]: class extends Observer {} }; label(made.prototype, name); out[name] = made; };
observer('ResizeObserver');
observer('PerformanceObserver');
out.MutationObserver = out.WebKitMutationObserver = class MutationObserver {
    #call;
    #watches = false;
    constructor(call) { if (!isFunction(call)) throw new TypeError('not a function'); this.#call = call; }
    observe(target) {
        if (this.#watches) return;
        this.#watches = true;
        soon(() => {
            if (this.#watches) this.#call([{ type: 'childList', target, addedNodes: target.childNodes, removedNodes: collect([], NodeList.prototype), attributeName: null, oldValue: null, previousSibling: null, nextSibling: null }], this);
        });
    }
    disconnect() { this.#watches = false; }
    takeRecords() { return []; }
};
out.IntersectionObserver = class IntersectionObserver {
    #call;
    constructor(call) { if (!isFunction(call)) throw new TypeError('not a function'); this.#call = call; }
    observe(target) {
        soon(() => {
            const seen = target.getBoundingClientRect();
            this.#call([{ target, isIntersecting: true, intersectionRatio: 1, boundingClientRect: seen, intersectionRect: seen, rootBounds: seen, time: $.tick() }], this);
        });
    }
    unobserve() {}
    disconnect() {}
    takeRecords() { return []; }
};
out.NodeFilter = { SHOW_ALL: 4294967295, SHOW_ELEMENT: 1, SHOW_TEXT: 4, SHOW_COMMENT: 128, FILTER_ACCEPT: 1, FILTER_REJECT: 2, FILTER_SKIP: 3 };
out.Range = class Range {};
out.XPathResult = { FIRST_ORDERED_NODE_TYPE: 9, ORDERED_NODE_SNAPSHOT_TYPE: 7 };
