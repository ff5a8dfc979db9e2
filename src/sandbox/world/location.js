// Where the page is, where it was, and the ways out of it. No way out is taken.
const HISTORY = 11;
const leave = (way, target) => {
    const code = $.go(way, text(target));
    if (code !== undefined) soon(() => indirect(seen(ADDRESS, code)));
};

class Location {}
label(Location.prototype, 'Location');
put(window, 'Location', Location);
const location = new Location();
fix(location, 'href', () => $.here()[0], (value) => leave(0, value));
for (let n = 0; n < urlParts.length; n++) {
    fix(location, urlParts[n], () => $.here()[n + 1], (value) => { $.go_part(n + 1, text(value)); });
}
fix(location, 'origin', () => $.here()[8]);
const keep = (object, name, value) => defineProperty(object, name, { __proto__: null, value, writable: false, configurable: false, enumerable: true });
keep(location, 'assign', { assign(target) { leave(1, target); } }.assign);
keep(location, 'replace', { replace(target) { leave(2, target); } }.replace);
keep(location, 'reload', { reload() { $.go(4, $.here()[0]); } }.reload);
keep(location, 'toString', { toString() { return $.here()[0]; } }.toString);
keep(location, 'valueOf', { valueOf() { return location; } }.valueOf);
keep(location, 'ancestorOrigins', { length: 0, contains() { return false; }, item() { return null; } });
fix(window, 'location', () => location, (value) => leave(0, value));
fix(document, 'location', () => location, (value) => leave(0, value));

class History {
    get length() { $.read(HISTORY); return 2; }
    get state() { return state; }
    get scrollRestoration() { return 'auto'; }
    set scrollRestoration(value) {}
    pushState(value, title, target) { state = value; $.pushed(target === undefined || target === null ? '' : text(target)); }
    replaceState(value, title, target) { state = value; if (target !== undefined && target !== null) $.pushed(text(target)); }
    back() { $.go(8, 'back'); }
    forward() { $.go(8, 'forward'); }
    go(steps) { if (+steps) $.go(8, `go(${+steps})`); else $.go(4, $.here()[0]); }
}
let state = null;
label(History.prototype, 'History');
put(window, 'History', History);
const history = new History();
show(window, 'history', () => history);

// Another window or frame: what it is told to do is written down.
const WINDOW = Symbol('window');
const otherWindow = (go, page) => {
    const place = new Location();
    let shut = false;
    fix(place, 'href', () => 'about:blank', go);
    put(place, 'assign', go);
    put(place, 'replace', go);
    put(place, 'reload', nothing);
    put(place, 'toString', () => 'about:blank');
    const own = {
        __proto__: window,
        get location() { return place; }, set location(value) { go(value); },
        get document() { return page; }, get closed() { return shut; },
        opener: window, parent: window, top: window, name: '',
        close() { shut = true; }, focus: nothing, blur: nothing, postMessage: nothing, moveTo: nothing, resizeTo: nothing,
    };
    each(['window', 'self', 'frames'], (name) => put(own, name, own));
    return own;
};
const windowOf = (frame) => {
    if (frame[WINDOW]) return frame[WINDOW];
    const id = idOf(frame);
    const made = otherWindow((value) => setAttribute(id, 'src', text(value)), detached(''));
    // What is written into a frame is written into the page.
    const write = made.document.write;
    made.document.write = function (...values) { $.written(text(join(values, ''))); return apply(write, this, values); };
    made.document.writeln = made.document.write;
    defineProperty(frame, WINDOW, { __proto__: null, value: made });
    return made;
};
put(window, 'open', function open(target, name) {
    const address = target === undefined || target === null ? '' : text(target);
    if (name === '_self' || name === '_top' || name === '_parent') { leave(0, address); return window; }
    const code = $.open(address);
    if (code !== undefined) soon(() => indirect(seen(ADDRESS, code)));
    const page = detached('');
    const write = page.write;
    page.write = function (...values) { $.written(text(join(values, ''))); return apply(write, this, values); };
    return otherWindow((value) => { $.open(text(value)); }, page);
}, true);
