// Elements: attributes, classes, markup, and the properties that mirror attributes.
const setAttribute = (id, name, value) => { if ($.set_attribute(id, name, value)) settle([id]); };
const getText = (element, name) => $.attribute(idOf(element), name) ?? '';
const getFlag = (element, name) => $.attribute(idOf(element), name) !== undefined;
const getNumber = (element, name) => parseInt($.attribute(idOf(element), name)) || 0;
const getAddress = (element, name) => {
    const value = $.attribute(idOf(element), name);
    if (value === undefined) return name === 'action' ? $.url('')[0] : '';
    const parts = $.url(value);
    return parts ? parts[0] : value;
};
const setText = (element, name, value) => setAttribute(idOf(element), name, text(value));
const setFlag = (element, name, value) => { if (value) setAttribute(idOf(element), name, ''); else $.remove_attribute(idOf(element), name); };

class Element extends Node {
    get tagName() { return upper($.name(idOf(this))); }
    get localName() { return $.name(idOf(this)); }
    get namespaceURI() { return 'http://www.w3.org/1999/xhtml'; }
    get prefix() { return null; }
    get [Symbol.toStringTag]() { return getPrototypeOf(this).constructor.name; }
    getAttribute(name) { return $.attribute(idOf(this), lower(text(name))) ?? null; }
    getAttributeNS(space, name) { return this.getAttribute(name); }
    setAttribute(name, value) { setAttribute(idOf(this), lower(text(name)), text(value)); }
    setAttributeNS(space, name, value) { this.setAttribute(name, value); }
    hasAttribute(name) { return $.attribute(idOf(this), lower(text(name))) !== undefined; }
    hasAttributes() { return $.attributes(idOf(this)).length > 0; }
    removeAttribute(name) { $.remove_attribute(idOf(this), lower(text(name))); }
    toggleAttribute(name, force) {
        const has = this.hasAttribute(name);
        const want = force === undefined ? !has : !!force;
        if (want && !has) this.setAttribute(name, ''); else if (!want && has) this.removeAttribute(name);
        return want;
    }
    getAttributeNames() { return $.attributes(idOf(this)); }
    getAttributeNode(name) {
        const value = this.getAttribute(name);
        return value === null ? null : { name: text(name), nodeName: text(name), value, nodeValue: value, specified: true, ownerElement: this };
    }
    setAttributeNode(node) { this.setAttribute(node.name, node.value); return null; }
    get attributes() {
        const names = $.attributes(idOf(this));
        const all = { length: names.length, item(n) { return all[n] || null; }, getNamedItem(name) { return all[name] || null; }, [Symbol.iterator]: Array.prototype[Symbol.iterator] };
        for (let n = 0; n < names.length; n++) {
            const node = this.getAttributeNode(names[n]);
            put(all, n, node, true);
            if (!(names[n] in all)) put(all, names[n], node);
        }
        return all;
    }
    get innerHTML() { return $.markup(idOf(this), false); }
    set innerHTML(value) { settle($.set_markup(idOf(this), text(value ?? ''))); }
    get outerHTML() { return $.markup(idOf(this), true); }
    set outerHTML(value) {
        const id = idOf(this);
        if ($.parent(id)) { settle($.insert_markup($.parent(id), id, text(value))); $.detach(id); }
    }
    insertAdjacentHTML(where, value) {
        const id = idOf(this);
        const at = place(id, lower(text(where)));
        if (at[0]) settle($.insert_markup(at[0], at[1], text(value)));
    }
    insertAdjacentElement(where, node) {
        const at = place(idOf(this), lower(text(where)));
        if (at[0]) insert(at[0], idOf(node), at[1]);
        return node;
    }
    insertAdjacentText(where, value) {
        const at = place(idOf(this), lower(text(where)));
        if (at[0]) insert(at[0], $.make(3, text(value)), at[1]);
    }
    matches(selector) {
        const matched = $.matches(idOf(this), text(selector));
        if (matched === undefined) refuse('not a valid selector', 'SyntaxError');
        return matched;
    }
    webkitMatchesSelector(selector) { return this.matches(selector); }
    closest(selector) {
        const ids = $.path(idOf(this));
        for (let n = 0; n < ids.length; n++) if ($.type(ids[n]) === 1 && wrap(ids[n]).matches(selector)) return wrap(ids[n]);
        return null;
    }
    get classList() { return tokens(this, 'class'); }
    set classList(value) { this.className = value; }
    get relList() { return tokens(this, 'rel'); }
    get clientWidth() { return size(this)[0]; }
    get clientHeight() { return size(this)[1]; }
    get scrollWidth() { return size(this)[0]; }
    get scrollHeight() { return size(this)[1]; }
    get clientTop() { return 0; }
    get clientLeft() { return 0; }
    get scrollTop() { return 0; }
    set scrollTop(value) {}
    get scrollLeft() { return 0; }
    set scrollLeft(value) {}
    getBoundingClientRect() { const { 0: width, 1: height } = size(this); return { x: 0, y: 0, left: 0, top: 0, width, height, right: width, bottom: height, toJSON() { return this; } }; }
    getClientRects() { return size(this)[0] ? [this.getBoundingClientRect()] : []; }
    scrollIntoView() {}
    scrollTo() {}
    scrollBy() {}
    scroll() {}
    animate() { return { finished: resolved(), cancel: nothing, finish: nothing, play: nothing, pause: nothing, addEventListener: nothing, onfinish: null }; }
    getAnimations() { return []; }
    requestFullscreen() { return resolved(); }
    attachShadow() { const root = wrap($.make(11, '')); insert(idOf(this), $.make(8, ''), 0); put(this, 'shadowRoot', root); return root; }
    setPointerCapture() {}
    releasePointerCapture() {}
}
// A surface on which nothing is drawn.
const drawing = (canvas) => {
    const pixels = (width, height) => {
        const count = Math.min(+width || 0, 300) * Math.min(+height || 0, 150);
        return { width, height, data: new Uint8ClampedArray(4 * count) };
    };
    const own = { canvas, measureText(value) { return { width: 8 * text(value).length }; }, getImageData(x, y, width, height) { return pixels(width, height); }, createImageData: pixels, isPointInPath() { return false; } };
    each(['createLinearGradient', 'createRadialGradient', 'createPattern'], (name) => { own[name] = () => ({ addColorStop: nothing }); });
    each(split('arc arcTo beginPath bezierCurveTo clearRect clip closePath drawImage ellipse fill fillRect fillText lineTo moveTo putImageData quadraticCurveTo rect restore rotate save scale setLineDash setTransform stroke strokeRect strokeText transform translate', ' '), (name) => { own[name] = nothing; });
    return own;
};
const place = (id, where) => {
    if (where === 'beforebegin') return [$.parent(id), id];
    if (where === 'afterbegin') return [id, $.first(id)];
    if (where === 'beforeend') return [id, 0];
    if (where === 'afterend') return [$.parent(id), $.next(id)];
    return refuse('not a place', 'SyntaxError');
};
// Sizes are made up, but what is not there or not displayed has none.
const size = (element) => {
    const id = idOf(element);
    if (!$.connected(id) || $.style(id, 'display') === 'none') return [0, 0];
    const name = $.name(id);
    if (name === 'html' || name === 'body') return [visitor.width, name === 'html' ? visitor.height : visitor.height * 3];
    return [parseInt($.style(id, 'width')) || 300, parseInt($.style(id, 'height')) || 40];
};

const tokens = (element, attribute) => {
    const id = idOf(element);
    const read = () => {
        const words = split(replace(trim($.attribute(id, attribute) || ''), /[\t\n\f\r ]+/g, ' '), ' ');
        return words.length === 1 && words[0] === '' ? [] : words;
    };
    const write = (words) => setAttribute(id, attribute, text(join(words, ' ')));
    const without = (words, word) => {
        const kept = [];
        for (let n = 0; n < words.length; n++) if (words[n] !== word) put(kept, kept.length, words[n], true);
        return kept;
    };
    const has = (word) => {
        const words = read();
        for (let n = 0; n < words.length; n++) if (words[n] === word) return true;
        return false;
    };
    const own = {
        get length() { return read().length; },
        get value() { return $.attribute(id, attribute) || ''; },
        set value(value) { setAttribute(id, attribute, text(value)); },
        item(n) { return read()[n] ?? null; },
        contains(word) { return has(text(word)); },
        add(...words) { for (let n = 0; n < words.length; n++) if (!has(text(words[n]))) { const all = read(); put(all, all.length, text(words[n]), true); write(all); } },
        remove(...words) { for (let n = 0; n < words.length; n++) if (has(text(words[n]))) write(without(read(), text(words[n]))); },
        toggle(word, force) {
            const want = force === undefined ? !has(text(word)) : !!force;
            if (want) own.add(word); else own.remove(word);
            return want;
        },
        replace(old, word) { const had = has(text(old)); if (had) { own.remove(old); own.add(word); } return had; },
        supports() { return true; },
        forEach(call) { const words = read(); for (let n = 0; n < words.length; n++) call(words[n], n, own); },
        toString() { return own.value; },
        [Symbol.iterator]() { return read()[Symbol.iterator](); },
    };
    return own;
};

class HTMLElement extends Element {
/*attributes*/
    click() { happen(this, 'click', MouseEvent, { __proto__: null, bubbles: true, cancelable: true, button: 0 }); }
    focus() {}
    blur() {}
    get style() { return styleOf(this); }
    set style(value) { setAttribute(idOf(this), 'style', text(value)); }
    get dataset() { return datasetOf(this); }
    get offsetWidth() { return size(this)[0]; }
    get offsetHeight() { return size(this)[1]; }
    get offsetTop() { return 0; }
    get offsetLeft() { return 0; }
    get offsetParent() { const id = idOf(this), body = $.body(); return id === body || !$.contains(body, id) || !size(this)[0] ? null : wrap(body); }
    get isContentEditable() { return false; }
    get form() { return this.closest('form'); }
    get elements() { return collect(selected(idOf(this), 'input,select,textarea,button', false), HTMLCollection.prototype); }
    get options() { return collect(selected(idOf(this), 'option', false), HTMLCollection.prototype); }
    get rows() { return collect(selected(idOf(this), 'tr', false), HTMLCollection.prototype); }
    get cells() { return collect(selected(idOf(this), 'td,th', false), HTMLCollection.prototype); }
    get labels() { return collect([], NodeList.prototype); }
    get selectedIndex() { return 0; }
    set selectedIndex(value) {}
    get validity() { return { valid: true }; }
    checkValidity() { return true; }
    reportValidity() { return true; }
    setCustomValidity() {}
    select() {}
    setSelectionRange() {}
    reset() {}
    submit() { submit(this, false); }
    requestSubmit() { submit(this, true); }
    play() { return resolved(); }
    pause() {}
    load() {}
    canPlayType() { return ''; }
    getContext(kind) { return $.name(idOf(this)) === 'canvas' && kind === '2d' ? drawing(this) : null; }
    toDataURL() { return 'data:,'; }
    get sheet() { return { cssRules: [], rules: [], insertRule() { return 0; }, addRule() { return 0; }, deleteRule: nothing, disabled: false }; }
    get naturalWidth() { return 100; }
    get naturalHeight() { return 100; }
    get complete() { return true; }
    decode() { return resolved(); }
    get text() { return $.text(idOf(this)); }
    set text(value) { this.textContent = value; }
    get content() { return $.name(idOf(this)) === 'template' ? this : $.attribute(idOf(this), 'content') ?? ''; }
    set content(value) { setAttribute(idOf(this), 'content', text(value)); }
    get value() {
        const id = idOf(this), name = $.name(id), own = $.attribute(id, 'value');
        if (own !== undefined) return own;
        if (name === 'select') { const all = selected(id, 'option[selected]', true), any = all.length ? all : selected(id, 'option', true); return any.length ? wrap(any[0]).value : ''; }
        return name === 'textarea' || name === 'option' ? $.text(id) : '';
    }
    set value(value) { $.set_attribute(idOf(this), 'value', text(value ?? '')); }
    get defaultValue() { return this.value; }
    get contentWindow() { return $.name(idOf(this)) === 'iframe' ? windowOf(this) : undefined; }
    get contentDocument() { return $.name(idOf(this)) === 'iframe' ? windowOf(this).document : undefined; }
    toString() { return $.attribute(idOf(this), 'href') === undefined ? `[object ${this[Symbol.toStringTag]}]` : this.href; }
}

const submit = (form, asked) => {
    const id = idOf(form);
    if (asked && !happen(form, 'submit', Event, { __proto__: null, bubbles: true, cancelable: true })) return;
    const target = $.attribute(id, 'target');
    const action = $.attribute(id, 'action') || $.url('')[0];
    if (target && target !== '_self' && target !== '_top' && target !== '_parent') $.open(action);
    else leave(5, action);
};

// A link takes an address apart.
const urlParts = ['protocol', 'host', 'hostname', 'port', 'pathname', 'search', 'hash'];
for (let n = 0; n < urlParts.length; n++) {
    show(HTMLElement.prototype, urlParts[n], function () {
        const href = $.attribute(idOf(this), 'href');
        const parts = href === undefined ? undefined : $.url(href);
        return parts ? parts[n + 1] : n === 0 && $.name(this[ID]) === 'a' ? ':' : '';
    }, function (value) { setAttribute(idOf(this), 'href', $.set_url(this.href, n + 1, text(value))); });
}
show(HTMLElement.prototype, 'origin', function () { const parts = $.url($.attribute(idOf(this), 'href') ?? ''); return parts ? parts[8] : ''; });

for (const made of [Element, HTMLElement]) put(window, made.name, made);
/*elements*/
class SVGElement extends HTMLElement {
    get namespaceURI() { return 'http://www.w3.org/2000/svg'; }
    getBBox() { return { x: 0, y: 0, width: 10, height: 10 }; }
}
put(window, 'SVGElement', SVGElement);
for (const tag of ['svg', 'path', 'g', 'circle', 'rect', 'line', 'use', 'polygon']) protos[tag] = SVGElement.prototype;

const made = (name, tag, fill) => {
    const { [name]: Made } = { [name]: function (...args) {
        const element = wrap($.make(1, tag));
        fill(element, args);
        return element;
    } };
    Made.prototype = protos[tag];
    put(window, name, Made);
};
made('Image', 'img', (image, { 0: width, 1: height }) => {
    if (width !== undefined) image.width = width;
    if (height !== undefined) image.height = height;
});
made('Audio', 'audio', (audio, { 0: src }) => { if (src !== undefined) audio.src = src; });
made('Option', 'option', (option, { 0: label, 1: value }) => {
    if (label !== undefined) option.textContent = label;
    if (value !== undefined) option.value = value;
});
