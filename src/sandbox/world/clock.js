// Time: timers, dates, frames. The clock is the world's own.
const CLOCK = 6, HOUR = 7, ZONE = 8, RANDOM = 10;
const timer = (name, repeat) => ({ [name](call, ms, ...args) {
    if (isFunction(call)) return arm(() => apply(call, window, args), +ms || 0, repeat);
    const code = seen(TIMER, `${call}`);
    return arm(() => indirect(code), +ms || 0, repeat);
} })[name];
const clear = (name) => ({ [name](id) {
    const number = +id;
    if (number > 0 && number < 4294967296) { $.clear(number); delete waiting[number]; }
} })[name];
put(window, 'setTimeout', timer('setTimeout', false), true);
put(window, 'setInterval', timer('setInterval', true), true);
put(window, 'setImmediate', undefined); delete window.setImmediate;
for (const name of ['clearTimeout', 'clearInterval', 'cancelAnimationFrame', 'cancelIdleCallback']) put(window, name, clear(name), true);
put(window, 'requestAnimationFrame', function requestAnimationFrame(call) {
    if (!isFunction(call)) throw new TypeError('not a function');
    return arm(() => apply(call, window, [$.tick()]), 16, false);
}, true);
put(window, 'requestIdleCallback', function requestIdleCallback(call) {
    return arm(() => apply(call, window, [{ didTimeout: false, timeRemaining: () => 10 }]), 20, false);
}, true);
const enqueue = globalThis.queueMicrotask || ((call) => { then(resolved(), call); });
put(window, 'queueMicrotask', function queueMicrotask(call) { enqueue(call); }, true);

const RealDate = Date;
const dateText = bound(RealDate.prototype.toString);
const now = () => { $.read(CLOCK); return $.look(); };
const VirtualDate = { Date: function (...args) {
    if (new.target === undefined) return dateText(new RealDate(now()));
    if (args.length === 0) args[0] = now();
    return construct(RealDate, args, new.target === VirtualDate ? RealDate : new.target);
} }.Date;
defineProperty(VirtualDate, 'prototype', { __proto__: null, value: RealDate.prototype, writable: false });
put(RealDate.prototype, 'constructor', VirtualDate);
put(VirtualDate, 'now', { now() { return now(); } }.now);
put(VirtualDate, 'parse', RealDate.parse);
put(VirtualDate, 'UTC', RealDate.UTC);
put(window, 'Date', VirtualDate);
for (const name of ['getHours', 'getDay', 'getDate', 'getMonth', 'getUTCHours', 'getUTCDay', 'getMinutes']) {
    const real = bound(RealDate.prototype[name]);
    put(RealDate.prototype, name, { [name]() { $.read(HOUR); return real(this); } }[name]);
}
const realOffset = bound(RealDate.prototype.getTimezoneOffset);
put(RealDate.prototype, 'getTimezoneOffset', { getTimezoneOffset() { $.read(ZONE); return realOffset(this); } }.getTimezoneOffset);

put(Math, 'random', { random() { $.read(RANDOM); return $.random(); } }.random);

const performance = { __proto__: null };
const performanceProto = {
    now() { return $.tick(); },
    mark() { return {}; }, measure() { return {}; }, clearMarks: nothing, clearMeasures: nothing,
    getEntries() { return []; }, getEntriesByType() { return []; }, getEntriesByName() { return []; },
    addEventListener: nothing, removeEventListener: nothing, setResourceTimingBufferSize: nothing, toJSON() { return {}; },
};
setPrototypeOf(performance, performanceProto);
label(performanceProto, 'Performance');
const started = $.look();
performance.timeOrigin = started;
performance.timing = {
    navigationStart: started, fetchStart: started, domainLookupStart: started, domainLookupEnd: started, connectStart: started,
    connectEnd: started, requestStart: started, responseStart: started + 80, responseEnd: started + 120, domLoading: started + 90,
    domInteractive: started + 300, domContentLoadedEventStart: started + 310, domContentLoadedEventEnd: started + 320,
    domComplete: started + 600, loadEventStart: started + 600, loadEventEnd: 0, unloadEventStart: 0, unloadEventEnd: 0,
    redirectStart: 0, redirectEnd: 0, secureConnectionStart: 0,
};
performance.navigation = { type: 0, redirectCount: 0 };
performance.memory = { jsHeapSizeLimit: 4294705152, totalJSHeapSize: 20000000, usedJSHeapSize: 15000000 };
put(window, 'performance', performance, true);
