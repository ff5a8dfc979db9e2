// Inline styles and data attributes, under any name.
const dashed = (name) => {
    const plain = name === 'cssFloat' ? 'float' : name;
    const dashes = replace(plain, /[A-Z]/g, (letter) => '-' + lower(letter));
    return replace(dashes, /^(webkit|moz|ms|o)-/, '-$1-');
};
const camel = (name) => replace(name, /-([a-z])/g, (all, letter) => upper(letter));
const important = (value, priority) => (priority && value !== '' ? `${value} !important` : value);

class CSSStyleDeclaration {}
label(CSSStyleDeclaration.prototype, 'CSSStyleDeclaration');
put(window, 'CSSStyleDeclaration', CSSStyleDeclaration);

const STYLE = Symbol('style');
const styleOf = (element) => {
    const known = element[STYLE];
    if (known) return known;
    const id = idOf(element);
    const own = {
        __proto__: null,
        getPropertyValue(name) { return $.style(id, lower(text(name))); },
        setProperty(name, value, priority) { $.set_style(id, lower(text(name)), important(text(value ?? ''), priority)); },
        removeProperty(name) { const old = $.style(id, lower(text(name))); $.set_style(id, lower(text(name)), ''); return old; },
        getPropertyPriority() { return ''; },
        item(n) { return $.style_names(id)[n] || ''; },
    };
    const made = new RealProxy(new CSSStyleDeclaration(), {
        __proto__: null,
        get(target, name) {
            if (typeof name !== 'string') return target[name];
            if (own[name]) return own[name];
            if (name === 'cssText') return $.attribute(id, 'style') || '';
            if (name === 'length') return $.style_names(id).length;
            if (name in target) return target[name];
            if (+name >= 0) return $.style_names(id)[name];
            return $.style(id, dashed(wellFormed(name)));
        },
        set(target, name, value) {
            if (typeof name !== 'string') return true;
            if (name === 'cssText') setAttribute(id, 'style', text(value));
            else $.set_style(id, dashed(wellFormed(name)), text(value ?? ''));
            return true;
        },
        has(target, name) { return typeof name === 'string' && (name in own || name === 'cssText' || /^[a-z-]+$/i.test(name)); },
    });
    defineProperty(element, STYLE, { __proto__: null, value: made });
    return made;
};

const computed = (element) => {
    const own = styleOf(element);
    const id = idOf(element);
    const usual = {
        __proto__: null, display: 'block', visibility: 'visible', position: 'static', opacity: '1', float: 'none', 'z-index': 'auto', 'font-size': '16px',
        color: 'rgb(0, 0, 0)', 'background-color': 'rgba(0, 0, 0, 0)', overflow: 'visible', width: 'auto', height: 'auto', direction: 'ltr', 'box-sizing': 'content-box',
    };
    const value = (name) => $.style(id, name) || (name === 'display' && /^(script|style|head|meta|link|title)$/.test($.name(id)) ? 'none' : usual[name] ?? '');
    return new RealProxy(new CSSStyleDeclaration(), {
        __proto__: null,
        get(target, name) {
            if (name === 'getPropertyValue') return (property) => value(lower(text(property)));
            if (typeof name !== 'string') return target[name];
            if (name === 'length' || name === 'cssText') return own[name];
            return value(dashed(wellFormed(name)));
        },
        has() { return true; },
    });
};
put(window, 'getComputedStyle', function getComputedStyle(element) { return computed(element); }, true);

const datasetOf = (element) => {
    const id = idOf(element);
    const attribute = (name) => 'data-' + dashed(wellFormed(name));
    return new RealProxy({}, {
        __proto__: null,
        get(target, name) { return typeof name === 'string' ? $.attribute(id, attribute(name)) : undefined; },
        set(target, name, value) { if (typeof name === 'string') setAttribute(id, attribute(name), text(value)); return true; },
        has(target, name) { return typeof name === 'string' && $.attribute(id, attribute(name)) !== undefined; },
        deleteProperty(target, name) { if (typeof name === 'string') $.remove_attribute(id, attribute(name)); return true; },
        ownKeys() {
            const names = $.attributes(id);
            const keys = [];
            for (let n = 0; n < names.length; n++) if (indexOf(names[n], 'data-') === 0) put(keys, keys.length, camel(slice(names[n], 5)), true);
            return keys;
        },
        getOwnPropertyDescriptor(target, name) {
            const value = typeof name === 'string' ? $.attribute(id, attribute(name)) : undefined;
            return value === undefined ? undefined : { value, writable: true, enumerable: true, configurable: true };
        },
    });
};
put(window, 'CSS', { supports() { return true; }, escape(value) { return replace(text(value), /[^\w-]/g, '\\$&'); } });
