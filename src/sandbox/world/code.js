// Text that becomes code: noted, then run.
const EVAL = 0, FUNCTION = 1, TIMER = 2, ADDRESS = 5;
const indirect = globalThis.eval;
const seen = (made, code) => {
    const clean = wellFormed(code);
    const wrapped = $.layer(made, clean);
    return clean === code ? wrapped : code;
};
// Wrapped around the argument of each `eval(…)` of page code.
const seenEval = (code) => (typeof code === 'string' ? seen(EVAL, code) : code);
// Stands for every other use of `eval`: those run in the global scope.
const indirectEval = { eval(code) { return typeof code === 'string' ? indirect(seen(EVAL, code)) : code; } }.eval;
put(window, 'eval', indirectEval);

const recorded = (Real, name) => {
    const { [name]: made } = { [name]: function (...args) {
        const last = args.length - 1;
        for (let n = 0; n < last; n++) args[n] = `${args[n]}`;
        if (last >= 0) args[last] = seen(FUNCTION, `${args[last]}`);
        return construct(Real, args, new.target === undefined || new.target === made ? Real : new.target);
    } };
    defineProperty(made, 'prototype', { __proto__: null, value: Real.prototype, writable: false });
    defineProperty(made, 'length', { __proto__: null, value: 1 });
    defineProperty(Real.prototype, 'constructor', { __proto__: null, value: made, writable: true, configurable: true });
    return made;
};
put(window, 'Function', recorded(RealFunction, 'Function'));
for (const real of [async function () {}, function* () {}, async function* () {}]) {
    const Real = getPrototypeOf(real).constructor;
    setPrototypeOf(recorded(Real, Real.name), window.Function);
}

// What no browser lets pass and the engine would work on for ever.
const LONGEST = 1 << 25;
for (const name of ['join', 'toString', 'toLocaleString']) {
    const real = Array.prototype[name];
    put(Array.prototype, name, { [name](...args) {
        if (this != null && this.length > LONGEST) throw new RangeError('Invalid string length');
        return apply(real, this, args);
    } }[name]);
}
// Stack traces tell whose code acts: what shapes them is not the page's.
RealError.stackTraceLimit = 32;
put(RealError, 'stackTraceLimit', 10);
put(RealError, 'prepareStackTrace', undefined);
delete globalThis.SharedArrayBuffer;
delete globalThis.Atomics;
