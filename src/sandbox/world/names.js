// Interfaces that scripts compare with and seldom use, and services that answer with nothing.
const { out, given: { interfaces, soon, happen, EventTarget, RealPromise, DOMException_, nothing, visitor, label } } = w;
for (const name of interfaces) {
    const { [name]: made } = { [name]: class extends EventTarget {} };
    label(made.prototype, name);
    out[name] = made;
}
const failed = () => RealPromise.reject(new DOMException_('not available', 'NotAllowedError'));
out.indexedDB = {
    open() {
        const request = new EventTarget();
        soon(() => happen(request, 'error'));
        return request;
    },
    deleteDatabase() { return new EventTarget(); },
    databases() { return RealPromise.resolve([]); },
};
out.caches = { open: failed, match() { return RealPromise.resolve(undefined); }, has() { return RealPromise.resolve(false); }, keys() { return RealPromise.resolve([]); }, delete() { return RealPromise.resolve(false); } };
out.speechSynthesis = { speak: nothing, cancel: nothing, getVoices() { return []; }, addEventListener: nothing };
out.visualViewport = Object.assign(new EventTarget(), { width: visitor.width, height: visitor.height, scale: 1, offsetTop: 0, offsetLeft: 0, pageTop: 0, pageLeft: 0 });
out.createImageBitmap = function createImageBitmap() { return failed(); };
out.reportError = function reportError() {};
