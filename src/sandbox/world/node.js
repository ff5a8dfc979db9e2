// Nodes: objects that stand for the numbers of a tree which lives outside.
const nodes = table();
const protos = table();
const idOf = (node) => {
    const id = isObject(node) ? node[ID] : undefined;
    if (id === undefined) throw new TypeError('not a Node');
    return id;
};
const protoOf = (name) => protos[name] || (name[0] === '#' ? protos['#fragment'] : HTMLElement.prototype);
const wrap = (id) => {
    if (!id) return null;
    const known = nodes[id];
    if (known !== undefined) return known;
    const name = $.name(id);
    const made = nodes[id] = { __proto__: protoOf(name), [ID]: id };
    if (name === 'form') nameFields(made, id);
    return made;
};
// The fields of a form go by their names.
const nameFields = (form, id) => {
    const ids = $.select(id, 'input,select,textarea,button', false);
    for (let n = 0; ids && n < ids.length && n < 100; n++) {
        const name = $.attribute(ids[n], 'name') || $.attribute(ids[n], 'id');
        if (name && !(name in form)) put(form, name, wrap(ids[n]), true);
    }
};
// Nodes in a list that passes for a browser's.
const collect = (ids, proto) => {
    const found = [];
    for (let n = 0; n < ids.length; n++) defineProperty(found, n, { __proto__: null, value: wrap(ids[n]), writable: true, enumerable: true, configurable: true });
    return setPrototypeOf(found, proto);
};
class NodeList {
    item(n) { return this[n] || null; }
    get forEach() { return Array.prototype.forEach; }
    get entries() { return Array.prototype.entries; }
    get keys() { return Array.prototype.keys; }
    get values() { return Array.prototype.values; }
}
put(NodeList.prototype, Symbol.iterator, Array.prototype[Symbol.iterator]);
label(NodeList.prototype, 'NodeList');
class HTMLCollection {
    item(n) { return this[n] || null; }
    namedItem(name) {
        for (let n = 0; n < this.length; n++) {
            const id = this[n][ID];
            if ($.attribute(id, 'id') === name || $.attribute(id, 'name') === name) return this[n];
        }
        return null;
    }
}
put(HTMLCollection.prototype, Symbol.iterator, Array.prototype[Symbol.iterator]);
label(HTMLCollection.prototype, 'HTMLCollection');

// Elements that load something tell so a little later, and only once.
const told = table();
const settle = (ids) => {
    for (let n = 0; ids !== undefined && n < ids.length; n++) {
        const id = ids[n];
        told[id] = true;
        soon(() => {
            const known = $.run_file(id);
            if (known !== false) happen(wrap(id), 'load');
            // Whether an image is there is not known: both kinds of handlers are tried.
            // A file of others neither comes nor fails here: what pages do without it happens to nobody.
            if (known === undefined) happen(wrap(id), 'error');
        });
    }
};
const insert = (parent, child, before) => {
    if ($.name(child) === '#fragment') {
        const inside = $.nodes(child);
        for (let n = 0; n < inside.length; n++) settle($.insert(parent, inside[n], before));
    } else {
        settle($.insert(parent, child, before));
    }
};
// Arguments of append and its like: nodes, or text that becomes a node.
const asNode = (value) => (isObject(value) && value[ID] !== undefined ? value[ID] : $.make(3, text(value)));
const insertAll = (parent, values, before) => {
    for (let n = 0; n < values.length; n++) insert(parent, asNode(values[n]), before);
};

class Node extends EventTarget {
    get nodeType() { return $.type(idOf(this)); }
    get nodeName() { const name = $.name(idOf(this)); return $.type(this[ID]) === 1 ? upper(name) : name === '#fragment' ? '#document-fragment' : name; }
    get nodeValue() { return $.data(idOf(this)) ?? null; }
    set nodeValue(value) { $.set_data(idOf(this), text(value ?? '')); }
    get parentNode() { return wrap($.parent(idOf(this))); }
    get parentElement() { const id = $.parent(idOf(this)); return id && $.type(id) === 1 ? wrap(id) : null; }
    get childNodes() { return collect($.nodes(idOf(this)), NodeList.prototype); }
    get firstChild() { return wrap($.first(idOf(this))); }
    get lastChild() { return wrap($.last(idOf(this))); }
    get nextSibling() { return wrap($.next(idOf(this))); }
    get previousSibling() { return wrap($.previous(idOf(this))); }
    get isConnected() { return $.connected(idOf(this)); }
    get ownerDocument() { return idOf(this) === 1 ? null : document; }
    get baseURI() { return $.url('')[0]; }
    get textContent() { const id = idOf(this); return $.type(id) === 9 ? null : $.text(id); }
    set textContent(value) { const id = idOf(this); settle($.set_text(id, text(value ?? ''))); }
    hasChildNodes() { return $.first(idOf(this)) !== 0; }
    getRootNode() { const path = $.path(idOf(this)); return wrap(path[path.length - 1]); }
    appendChild(child) { insert(idOf(this), idOf(child), 0); return child; }
    insertBefore(child, before) { insert(idOf(this), idOf(child), before ? idOf(before) : 0); return child; }
    replaceChild(child, old) { insert(idOf(this), idOf(child), idOf(old)); $.detach(idOf(old)); return old; }
    removeChild(child) {
        const id = idOf(child);
        if ($.parent(id) !== idOf(this)) refuse('The node to be removed is not a child of this node.', 'NotFoundError');
        $.detach(id);
        return child;
    }
    cloneNode(deep) { return wrap($.copy(idOf(this), !!deep)); }
    contains(other) { return isObject(other) && other[ID] !== undefined && $.contains(idOf(this), other[ID]); }
    compareDocumentPosition(other) { return $.compare(idOf(this), idOf(other)); }
    isSameNode(other) { return this === other; }
    isEqualNode(other) { return isObject(other) && other[ID] !== undefined && $.markup(idOf(this), true) === $.markup(other[ID], true); }
    normalize() {}
    lookupNamespaceURI() { return null; }
    get innerText() { return this.textContent; }
    set innerText(value) { this.textContent = value; }
    append(...values) { insertAll(idOf(this), values, 0); }
    prepend(...values) { insertAll(idOf(this), values, $.first(idOf(this))); }
    before(...values) { const id = idOf(this); if ($.parent(id)) insertAll($.parent(id), values, id); }
    after(...values) { const id = idOf(this); if ($.parent(id)) insertAll($.parent(id), values, $.next(id)); }
    replaceWith(...values) { const id = idOf(this); if ($.parent(id)) { insertAll($.parent(id), values, id); $.detach(id); } }
    replaceChildren(...values) { const id = idOf(this); $.set_text(id, ''); insertAll(id, values, 0); }
    remove() { $.detach(idOf(this)); }
    get children() { return collect($.children(idOf(this)), HTMLCollection.prototype); }
    get childElementCount() { return $.children(idOf(this)).length; }
    get firstElementChild() { return wrap($.children(idOf(this))[0]); }
    get lastElementChild() { const all = $.children(idOf(this)); return wrap(all[all.length - 1]); }
    get nextElementSibling() { let id = idOf(this); while ((id = $.next(id)) && $.type(id) !== 1); return wrap(id); }
    get previousElementSibling() { let id = idOf(this); while ((id = $.previous(id)) && $.type(id) !== 1); return wrap(id); }
    getElementsByTagName(name) { return collect($.by_tag(idOf(this), lower(text(name))), HTMLCollection.prototype); }
    getElementsByTagNameNS(space, name) { return this.getElementsByTagName(name); }
    getElementsByClassName(names) { return collect($.by_class(idOf(this), text(names)), HTMLCollection.prototype); }
    querySelector(selector) { return wrap(selected(idOf(this), selector, true)[0]); }
    querySelectorAll(selector) { return collect(selected(idOf(this), selector, false), NodeList.prototype); }
}
const selected = (id, selector, first) => {
    const found = $.select(id, text(selector), first);
    if (found === undefined) refuse(`'${text(selector)}' is not a valid selector.`, 'SyntaxError');
    return found;
};
const types = { ELEMENT_NODE: 1, ATTRIBUTE_NODE: 2, TEXT_NODE: 3, CDATA_SECTION_NODE: 4, PROCESSING_INSTRUCTION_NODE: 7, COMMENT_NODE: 8, DOCUMENT_NODE: 9, DOCUMENT_TYPE_NODE: 10, DOCUMENT_FRAGMENT_NODE: 11, DOCUMENT_POSITION_DISCONNECTED: 1, DOCUMENT_POSITION_PRECEDING: 2, DOCUMENT_POSITION_FOLLOWING: 4, DOCUMENT_POSITION_CONTAINS: 8, DOCUMENT_POSITION_CONTAINED_BY: 16 };
for (const name in types) { put(Node, name, types[name]); put(Node.prototype, name, types[name]); }

class CharacterData extends Node {
    get data() { return this.nodeValue; }
    set data(value) { this.nodeValue = value; }
    get length() { return this.nodeValue.length; }
    appendData(value) { this.nodeValue += value; }
    substringData(from, count) { return slice(this.nodeValue, from, from + count); }
}
class Text extends CharacterData { get wholeText() { return this.nodeValue; } }
class Comment extends CharacterData {}
class DocumentFragment extends Node { getElementById(id) { return this.querySelector('#' + id); } }
for (const made of [Node, CharacterData, Text, Comment, DocumentFragment, NodeList, HTMLCollection]) {
    label(made.prototype, made.name);
    put(window, made.name, made);
}
protos['#text'] = Text.prototype;
protos['#comment'] = Comment.prototype;
protos['#fragment'] = DocumentFragment.prototype;
