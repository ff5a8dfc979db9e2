// The document.
const REFERRER = 0, COOKIE = 2;
let readyState = 'loading';

class Document extends Node {
    get documentElement() { return wrap($.root()); }
    get body() { return wrap($.body()); }
    set body(value) {}
    get head() { return wrap($.head()); }
    get title() { const found = $.select(1, 'title', true); return found.length ? $.text(found[0]) : ''; }
    set title(value) { const found = $.select(1, 'title', true); if (found.length) $.set_text(found[0], text(value)); }
    get readyState() { return readyState; }
    get referrer() { $.read(REFERRER); return visitor.referrer; }
    get cookie() { $.read(COOKIE); return $.cookie(); }
    set cookie(value) { $.set_cookie(text(value)); }
    get URL() { return $.here()[0]; }
    get documentURI() { return $.here()[0]; }
    get domain() { return $.here()[3]; }
    set domain(value) {}
    get lastModified() { return '01/01/2020 00:00:00'; }
    get characterSet() { return 'UTF-8'; }
    get charset() { return 'UTF-8'; }
    get inputEncoding() { return 'UTF-8'; }
    get contentType() { return 'text/html'; }
    get compatMode() { return 'CSS1Compat'; }
    get doctype() { return { name: 'html', publicId: '', systemId: '', nodeType: 10 }; }
    get hidden() { return hidden; }
    get webkitHidden() { return hidden; }
    get visibilityState() { return hidden ? 'hidden' : 'visible'; }
    get defaultView() { return window; }
    get parentWindow() { return undefined; }
    get currentScript() { return wrap($.current()); }
    get activeElement() { return this.body; }
    get scrollingElement() { return this.documentElement; }
    get fullscreenElement() { return null; }
    get designMode() { return 'off'; }
    get dir() { return ''; }
    get fonts() { return { ready: resolved(), load() { return resolved([]); }, check() { return true; }, addEventListener: nothing, forEach: nothing }; }
    get styleSheets() { return []; }
    get adoptedStyleSheets() { return []; }
    get timeline() { return { currentTime: $.tick() }; }
    get forms() { return named('form'); }
    get images() { return named('img'); }
    get scripts() { return named('script'); }
    get links() { return named('a[href],area[href]'); }
    get anchors() { return named('a[name]'); }
    get embeds() { return named('embed'); }
    get applets() { return named('applet'); }
    get frames() { return window; }
    get implementation() {
        return {
            hasFeature() { return true; },
            createHTMLDocument(title) { return detached(title); },
            createDocument() { return detached(''); },
            createDocumentType() { return { nodeType: 10 }; },
        };
    }
    createElement(name) { return wrap($.make(1, lower(text(name)))); }
    createElementNS(space, name) { return wrap($.make(1, lower(text(name)))); }
    createTextNode(data) { return wrap($.make(3, text(data))); }
    createComment(data) { return wrap($.make(8, text(data))); }
    createDocumentFragment() { return wrap($.make(11, '')); }
    createEvent() { return new MouseEvent(''); }
    createAttribute(name) { return { name: text(name), value: '' }; }
    createRange() { return range(); }
    createTreeWalker(root) { return walker(root); }
    createNodeIterator(root) { return walker(root); }
    createExpression() { return null; }
    importNode(node, deep) { return node.cloneNode(deep); }
    adoptNode(node) { $.detach(idOf(node)); return node; }
    getElementById(id) { return wrap($.by_id(text(id))); }
    getElementsByName(name) { return collect($.select(1, `[name="${replace(text(name), /["\\]/g, '')}"]`, false) || [], NodeList.prototype); }
    write(...values) { let all = ''; for (let n = 0; n < values.length; n++) all += values[n]; settle($.write(text(all))); }
    writeln(...values) { let all = ''; for (let n = 0; n < values.length; n++) all += values[n]; settle($.write(text(all) + '\n')); }
    open() { return this; }
    close() {}
    execCommand(name) { if (lower(text(name)) === 'copy') $.shown('clipboard', ''); return false; }
    queryCommandSupported() { return false; }
    queryCommandEnabled() { return false; }
    hasFocus() { return true; }
    elementFromPoint() { return this.body; }
    elementsFromPoint() { return [this.body]; }
    caretRangeFromPoint() { return null; }
    getSelection() { return window.getSelection(); }
    exitFullscreen() { return resolved(); }
    evaluate() { return { iterateNext() { return null; }, snapshotLength: 0, snapshotItem() { return null; }, singleNodeValue: null }; }
    hasStorageAccess() { return resolved(false); }
}
let hidden = false;
const named = (selector) => {
    const all = collect($.select(1, selector, false), HTMLCollection.prototype);
    for (let n = 0; n < all.length; n++) {
        const name = $.attribute(all[n][ID], 'name') || $.attribute(all[n][ID], 'id');
        if (name && !(name in all)) put(all, name, all[n]);
    }
    return all;
};
label(Document.prototype, 'HTMLDocument');
put(window, 'Document', Document);
put(window, 'HTMLDocument', Document);
const document = nodes[1] = { __proto__: Document.prototype, [ID]: 1 };
protos['#document'] = Document.prototype;
fix(window, 'document', () => document);

// A document that is not the page's: scripts build and take apart markup in it.
const detached = (title) => {
    const html = wrap($.make(1, 'html'));
    const head = html.appendChild(wrap($.make(1, 'head')));
    const body = html.appendChild(wrap($.make(1, 'body')));
    const own = {
        __proto__: html,
        documentElement: html, head, body, title: text(title ?? ''), nodeType: 9, nodeName: '#document', readyState: 'complete',
        location: null, defaultView: null, cookie: '', referrer: '', URL: 'about:blank', implementation: document.implementation,
        open() { return own; }, close: nothing,
        write(...values) { for (let n = 0; n < values.length; n++) body.insertAdjacentHTML('beforeend', values[n]); },
        getElementById(id) { return html.querySelector('#' + id); },
    };
    each(['createElement', 'createElementNS', 'createTextNode', 'createComment', 'createDocumentFragment', 'createEvent', 'importNode', 'adoptNode'], (name) => { own[name] = document[name]; });
    return own;
};

const range = () => {
    let at = null;
    return {
        selectNode(node) { at = node; }, selectNodeContents(node) { at = node; }, setStart(node) { at = node; }, setEnd: nothing,
        setStartBefore(node) { at = node; }, setEndAfter: nothing, collapse: nothing, detach: nothing, deleteContents: nothing,
        cloneRange() { return range(); }, getBoundingClientRect() { return document.body.getBoundingClientRect(); }, getClientRects() { return []; },
        insertNode(node) { if (at) at.appendChild(node); }, toString() { return ''; }, collapsed: true, startOffset: 0, endOffset: 0,
        get startContainer() { return at; }, get commonAncestorContainer() { return at; },
        createContextualFragment(markup) {
            const fragment = $.make(11, '');
            settle($.set_markup(fragment, text(markup)));
            return wrap(fragment);
        },
    };
};
const walker = (root) => {
    const ids = $.by_tag(idOf(root), '*');
    let at = -1;
    const own = { root, currentNode: root, nextNode() { at++; return at < ids.length ? (own.currentNode = wrap(ids[at])) : null; } };
    return own;
};
