// Addresses, encodings, files in memory, and the little of Intl that scripts ask for.
const { out, given: { assign, each, resolved, text, put, show, label, soon, happen, Event, EventTarget, RealPromise, DOMException_, nothing, lower, split, indexOf, slice, replace, trim, detached, document, table } } = w;
const ZONE = 8, LANGUAGE = 9, RANDOM = 10;

const decode = (part) => { try { return decodeURIComponent(replace(part, /\+/g, ' ')); } catch { return part; } };
const encode = (part) => replace(encodeURIComponent(part), /%20/g, '+');
class URLSearchParams {
    #pairs = [];
    #changed = nothing;
    constructor(init, changed) {
        if (changed) this.#changed = changed;
        if (init === undefined || init === null) return;
        if (typeof init === 'object' && typeof init[Symbol.iterator] === 'function') { for (const [name, value] of init) this.#pairs.push([text(name), text(value)]); return; }
        if (typeof init === 'object') { for (const name in init) this.#pairs.push([text(name), text(init[name])]); return; }
        const query = text(init);
        for (const pair of split(query[0] === '?' ? slice(query, 1) : query, '&')) {
            if (pair === '') continue;
            const at = indexOf(pair, '=');
            this.#pairs.push(at < 0 ? [decode(pair), ''] : [decode(slice(pair, 0, at)), decode(slice(pair, at + 1))]);
        }
    }
    get(name) { for (const [own, value] of this.#pairs) if (own === text(name)) return value; return null; }
    getAll(name) { return this.#pairs.filter(([own]) => own === text(name)).map(([, value]) => value); }
    has(name) { return this.get(name) !== null; }
    append(name, value) { this.#pairs.push([text(name), text(value)]); this.#changed(); }
    delete(name) { this.#pairs = this.#pairs.filter(([own]) => own !== text(name)); this.#changed(); }
    set(name, value) { this.#pairs = this.#pairs.filter(([own]) => own !== text(name)); this.append(name, value); }
    sort() { this.#pairs.sort(); this.#changed(); }
    forEach(call) { for (const [name, value] of this.#pairs) call(value, name, this); }
    *entries() { yield* this.#pairs; }
    *keys() { for (const [name] of this.#pairs) yield name; }
    *values() { for (const [, value] of this.#pairs) yield value; }
    [Symbol.iterator]() { return this.entries(); }
    get size() { return this.#pairs.length; }
    toString() { return this.#pairs.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&'); }
}
const parts = ['href', 'protocol', 'host', 'hostname', 'port', 'pathname', 'search', 'hash', 'origin', 'username', 'password'];
class URL {
    #href;
    #params;
    constructor(target, base) {
        const found = $.url(text(target), base === undefined ? '' : text(base));
        if (!found || (base === undefined && !/^[a-z][a-z0-9+.-]*:/i.test(trim(text(target))))) throw new TypeError('Invalid URL');
        this.#href = found[0];
    }
    static {
        for (let n = 0; n < parts.length; n++) {
            show(this.prototype, parts[n], function () { return $.url(this.#href)[n]; }, function (value) {
                this.#href = n === 0 ? new URL(value).#href : $.set_url(this.#href, n, text(value));
            });
        }
    }
    static canParse(target, base) { return URL.parse(target, base) !== null; }
    static parse(target, base) { try { return new URL(target, base); } catch { return null; } }
    static createObjectURL() { return 'blob:' + $.here()[8] + '/0'; }
    static revokeObjectURL() {}
    get searchParams() { return this.#params ||= new URLSearchParams(this.search, () => { this.search = `${this.#params}`; }); }
    toString() { return this.#href; }
    toJSON() { return this.#href; }
}

class TextEncoder {
    get encoding() { return 'utf-8'; }
    encode(value) { return new Uint8Array($.bytes(value === undefined ? '' : text(value))); }
    encodeInto(value, into) { const bytes = this.encode(value); into.set(bytes.subarray(0, into.length)); return { read: bytes.length, written: bytes.length }; }
}
class TextDecoder {
    constructor(encoding) { put(this, 'encoding', lower(text(encoding ?? 'utf-8'))); }
    decode(bytes) {
        if (bytes === undefined) return '';
        const all = bytes instanceof ArrayBuffer ? new Uint8Array(bytes) : new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
        const numbers = [];
        for (let n = 0; n < all.length; n++) numbers.push(all[n]);
        return $.unbytes(numbers);
    }
}
class Blob {
    #body = '';
    constructor(pieces, options) {
        for (const piece of pieces || []) this.#body += piece instanceof Blob ? piece.#body : typeof piece === 'string' ? piece : '';
        put(this, 'type', options && options.type || '', true);
    }
    get size() { return this.#body.length; }
    text() { return resolved(this.#body); }
    slice() { return this; }
    arrayBuffer() { return resolved(new TextEncoder().encode(this.#body).buffer); }
}
class File extends Blob { constructor(pieces, name, options) { super(pieces, options); put(this, 'name', text(name), true); } }
class FileReader extends EventTarget {
    readAsText(blob) { blob.text().then((body) => { put(this, 'result', body, true); put(this, 'readyState', 2, true); happen(this, 'load'); happen(this, 'loadend'); }); }
    readAsDataURL(blob) { this.readAsText(blob); }
    readAsArrayBuffer(blob) { this.readAsText(blob); }
}
class FormData {
    #pairs = [];
    append(name, value) { this.#pairs.push([text(name), value]); }
    set(name, value) { this.delete(name); this.append(name, value); }
    get(name) { for (const [own, value] of this.#pairs) if (own === text(name)) return value; return null; }
    has(name) { return this.get(name) !== null; }
    delete(name) { this.#pairs = this.#pairs.filter(([own]) => own !== text(name)); }
    *entries() { yield* this.#pairs; }
    [Symbol.iterator]() { return this.entries(); }
    forEach(call) { for (const [name, value] of this.#pairs) call(value, name, this); }
}
class DOMParser { parseFromString(markup) { const page = detached(''); page.body.innerHTML = markup; return page; } }
class XMLSerializer { serializeToString(node) { return node.outerHTML ?? ''; } }
const crypto = {
    getRandomValues(array) { for (let n = 0; n < array.length && n < 65536; n++) array[n] = Math.floor($.random() * 4294967296); $.read(RANDOM); return array; },
    randomUUID() { let id = ''; for (let n = 0; n < 32; n++) id += (n === 8 || n === 12 || n === 16 || n === 20 ? '-' : '') + Math.floor($.random() * 16).toString(16); return id; },
    subtle: { digest() { return new RealPromise(nothing); }, importKey() { return new RealPromise(nothing); }, decrypt() { return new RealPromise(nothing); }, encrypt() { return new RealPromise(nothing); } },
};
const format = (name, write) => {
    const { [name]: made } = { [name]: function () {
        return {
            format: write,
            formatToParts(value) { return [{ type: 'literal', value: write(value) }]; },
            resolvedOptions() { $.read(ZONE); return { locale: 'vi-VN', timeZone: 'Asia/Ho_Chi_Minh', calendar: 'gregory', numberingSystem: 'latn' }; },
            compare(a, b) { return a < b ? -1 : a > b ? 1 : 0; },
            select() { return 'other'; },
            of(value) { return value; },
        };
    } };
    made.supportedLocalesOf = () => ['vi-VN'];
    return made;
};
const Intl = table();
each(['NumberFormat', 'Collator', 'PluralRules', 'RelativeTimeFormat', 'ListFormat', 'DisplayNames', 'Segmenter', 'Locale'], (name) => { Intl[name] = format(name, (value) => text(value)); });
Intl.DateTimeFormat = format('DateTimeFormat', (value) => new Date(value ?? Date.now()).toISOString());
class MessageChannel {
    constructor() {
        const one = new EventTarget(), two = new EventTarget();
        const joined = (from, to) => {
            put(from, 'postMessage', (data) => { soon(() => { const event = new Event('message'); put(event, 'data', data, true); to.dispatchEvent(event); }); });
            put(from, 'start', nothing); put(from, 'close', nothing);
        };
        joined(one, two); joined(two, one);
        put(this, 'port1', one, true); put(this, 'port2', two, true);
    }
}
out.structuredClone = function structuredClone(value) { return value === undefined ? undefined : JSON.parse(JSON.stringify(value)); };
assign(out, { URL, URLSearchParams, TextEncoder, TextDecoder, Blob, File, FileReader, FormData, DOMParser, XMLSerializer, crypto, Intl, MessageChannel });
each(['URL', 'URLSearchParams', 'Blob', 'File', 'FormData', 'FileReader'], (name) => label(out[name].prototype, name));
