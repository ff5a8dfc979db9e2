// The visitor as scripts see him: browser, screen, what it keeps.
const USER_AGENT = 1, STORAGE = 3, SCREEN = 4, TOUCH = 5, LANGUAGE = 9, ROBOT = 12;
const visitor = $.visitor();
const phone = visitor.touch;
const platform = phone ? 'Linux armv81' : 'Win32';

class Navigator {
    get userAgent() { $.read(USER_AGENT); return visitor.user_agent; }
    get appVersion() { $.read(USER_AGENT); return replace(visitor.user_agent, /^Mozilla\//, ''); }
    get platform() { $.read(USER_AGENT); return platform; }
    get vendor() { return 'Google Inc.'; }
    get vendorSub() { return ''; }
    get product() { return 'Gecko'; }
    get productSub() { return '20030107'; }
    get appName() { return 'Netscape'; }
    get appCodeName() { return 'Mozilla'; }
    get language() { $.read(LANGUAGE); return 'vi-VN'; }
    get languages() { $.read(LANGUAGE); return ['vi-VN', 'vi', 'en-US', 'en']; }
    get cookieEnabled() { return true; }
    get onLine() { return true; }
    get doNotTrack() { return null; }
    get webdriver() { $.read(ROBOT); return false; }
    get maxTouchPoints() { $.read(TOUCH); return phone ? 5 : 0; }
    get msMaxTouchPoints() { return undefined; }
    get hardwareConcurrency() { return 8; }
    get deviceMemory() { return 8; }
    get pdfViewerEnabled() { return !phone; }
    get plugins() { $.read(ROBOT); return many(phone ? [] : ['PDF Viewer', 'Chrome PDF Viewer', 'Chromium PDF Viewer', 'Microsoft Edge PDF Viewer', 'WebKit built-in PDF']); }
    get mimeTypes() { $.read(ROBOT); return many(phone ? [] : ['application/pdf', 'text/pdf']); }
    get connection() { return { effectiveType: '4g', type: phone ? 'cellular' : 'wifi', downlink: 10, rtt: 50, saveData: false, addEventListener: nothing }; }
    get userAgentData() {
        return {
            get brands() { $.read(USER_AGENT); return [{ brand: 'Chromium', version: '142' }, { brand: 'Google Chrome', version: '142' }]; },
            get mobile() { $.read(USER_AGENT); return phone; },
            get platform() { $.read(USER_AGENT); return phone ? 'Android' : 'Windows'; },
            getHighEntropyValues() { $.read(USER_AGENT); return resolved({ mobile: phone, platform: phone ? 'Android' : 'Windows', platformVersion: '14.0.0', architecture: phone ? '' : 'x86', model: phone ? 'SM-A155F' : '' }); },
            toJSON() { return {}; },
        };
    }
    get geolocation() { return { getCurrentPosition(done, failed) { if (isFunction(failed)) soon(() => failed({ code: 1, message: 'denied' })); }, watchPosition() { return 0; }, clearWatch: nothing }; }
    get permissions() { return { query() { return resolved({ state: 'prompt', addEventListener: nothing }); } }; }
    get clipboard() {
        return {
            writeText(value) { $.shown('clipboard', text(value)); return resolved(); },
            readText() { return rejected(new DOMException_('denied', 'NotAllowedError')); },
            write() { $.shown('clipboard', ''); return resolved(); },
        };
    }
    get serviceWorker() {
        return {
            register(target) { $.load('worker', text(target)); return new RealPromise(nothing); },
            getRegistrations() { return resolved([]); }, getRegistration() { return resolved(undefined); },
            addEventListener: nothing, ready: new RealPromise(nothing), controller: null,
        };
    }
    sendBeacon(target) { $.sent('beacon', text(target)); return true; }
    javaEnabled() { return false; }
    vibrate() { return true; }
    getBattery() { return resolved({ level: 0.8, charging: true, addEventListener: nothing }); }
    getGamepads() { return []; }
    registerProtocolHandler() {}
}
const many = (names) => {
    const all = { length: names.length, item(n) { return all[n] || null; }, namedItem(name) { return all[name] || null; }, refresh: nothing, [Symbol.iterator]: Array.prototype[Symbol.iterator] };
    for (let n = 0; n < names.length; n++) put(all, n, { name: names[n], type: names[n], description: '', filename: 'internal-pdf-viewer' }, true);
    return all;
};
label(Navigator.prototype, 'Navigator');
put(window, 'Navigator', Navigator);
const navigator = new Navigator();
show(window, 'navigator', () => navigator);
show(window, 'clientInformation', () => navigator);

const measure = (object, name, value) => show(object, name, () => { $.read(SCREEN); return value; }, (changed) => put(object, name, changed, true));
class Screen {}
label(Screen.prototype, 'Screen');
const screen = new Screen();
const { width, height } = visitor;
for (const [name, value] of [['width', width], ['height', height], ['availWidth', width], ['availHeight', height - (phone ? 0 : 40)],
    ['colorDepth', 24], ['pixelDepth', 24], ['availLeft', 0], ['availTop', 0]]) measure(screen, name, value);
put(screen, 'orientation', { type: phone ? 'portrait-primary' : 'landscape-primary', angle: 0, addEventListener: nothing, lock() { return resolved(); } }, true);
show(window, 'screen', () => screen);
for (const [name, value] of [['innerWidth', width], ['innerHeight', phone ? height - 120 : height - 140], ['outerWidth', width], ['outerHeight', height - (phone ? 0 : 40)],
    ['devicePixelRatio', phone ? 2.625 : 1], ['orientation', phone ? 0 : undefined]]) if (value !== undefined) measure(window, name, value);
for (const name of ['screenX', 'screenY', 'screenLeft', 'screenTop', 'scrollX', 'scrollY', 'pageXOffset', 'pageYOffset']) put(window, name, 0, true);
if (phone) show(window, 'ontouchstart', () => { $.read(TOUCH); return null; }, nothing);
else delete EventTarget.prototype.ontouchstart;

put(window, 'matchMedia', function matchMedia(query) {
    $.read(SCREEN);
    const media = text(query);
    const bound = (name) => { const found = new RegExp(name + '\\s*:\\s*([\\d.]+)').exec(media); return found ? +found[1] : undefined; };
    const most = bound('max-width'), least = bound('min-width');
    const matches = !((most !== undefined && width > most) || (least !== undefined && width < least) ||
        (/orientation:\s*portrait/.test(media) && width > height) || (/orientation:\s*landscape/.test(media) && width < height) ||
        (/(hover:\s*hover|pointer:\s*fine)/.test(media) && phone) || (/(hover:\s*none|pointer:\s*coarse)/.test(media) && !phone) ||
        /(reduced-motion:\s*reduce|scheme:\s*dark|print|display-mode:\s*standalone)/.test(media));
    return { matches, media, onchange: null, addListener: nothing, removeListener: nothing, addEventListener: nothing, removeEventListener: nothing, dispatchEvent: nothing };
}, true);

class Storage {}
const storageMethods = (kind) => ({
    __proto__: null,
    getItem(key) { $.read(STORAGE); return $.stored(kind, text(key)) ?? null; },
    setItem(key, value) { $.store(kind, text(key), text(value)); },
    removeItem(key) { $.unstore(kind, text(key)); },
    clear() { const keys = $.stored_keys(kind); for (let n = 0; n < keys.length; n++) $.unstore(kind, keys[n]); },
    key(n) { return $.stored_keys(kind)[n] ?? null; },
});
label(Storage.prototype, 'Storage');
put(window, 'Storage', Storage);
for (const [kind, name] of [[0, 'localStorage'], [1, 'sessionStorage']]) {
    let made;
    show(window, name, () => made ||= ((methods) => new RealProxy(new Storage(), {
        __proto__: null,
        get(target, key) {
            if (typeof key !== 'string') return target[key];
            if (methods[key]) return methods[key];
            if (key === 'length') return $.stored_keys(kind).length;
            $.read(STORAGE);
            return $.stored(kind, wellFormed(key));
        },
        set(target, key, value) { if (typeof key === 'string') $.store(kind, wellFormed(key), text(value)); return true; },
        has(target, key) { return typeof key === 'string' && (key in methods || $.stored(kind, wellFormed(key)) !== undefined); },
        deleteProperty(target, key) { if (typeof key === 'string') $.unstore(kind, wellFormed(key)); return true; },
        ownKeys() { return $.stored_keys(kind); },
        getOwnPropertyDescriptor(target, key) {
            const value = typeof key === 'string' ? $.stored(kind, wellFormed(key)) : undefined;
            return value === undefined ? undefined : { value, writable: true, enumerable: true, configurable: true };
        },
    }))(storageMethods(kind)));
}
