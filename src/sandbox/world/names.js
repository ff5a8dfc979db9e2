// Interfaces that scripts compare with and seldom use, and services that answer with nothing.
const { out, given: { assign, resolved, rejected, interfaces, each, soon, happen, EventTarget, DOMException_, nothing, visitor, label } } = w;
each(interfaces, (name) => {
    const { [name]: made } = { [name]: class extends EventTarget {} };
    label(made.prototype, name);
    out[name] = made;
});
const failed = () => rejected(new DOMException_('not available', 'NotAllowedError'));
out.indexedDB = {
    open() {
        const request = new EventTarget();
        soon(() => happen(request, 'error'));
        return request;
    },
    deleteDatabase() { return new EventTarget(); },
    databases() { return resolved([]); },
};
out.caches = { open: failed, match() { return resolved(undefined); }, has() { return resolved(false); }, keys() { return resolved([]); }, delete() { return resolved(false); } };
out.speechSynthesis = { speak: nothing, cancel: nothing, getVoices() { return []; }, addEventListener: nothing };
out.visualViewport = assign(new EventTarget(), { width: visitor.width, height: visitor.height, scale: 1, offsetTop: 0, offsetLeft: 0, pageTop: 0, pageLeft: 0 });
out.createImageBitmap = function createImageBitmap() { return failed(); };
out.reportError = function reportError() {};
