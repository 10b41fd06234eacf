// Ways out of a page. Each is tried with a port of its own, on which a TCP and a UDP listener
// wait, and a host name of its own, which the browser's log would show being looked up.
//
// name: [kind, what to do, how it behaves undefended]
//   ""         must arrive when the defences are taken out, and the page stays
//   "leaves"   the same, but the page may be gone afterwards
//   "silent"   does not arrive in this browser even undefended; tried all the same
//   "hosted"   must arrive undefended from a host; from a disk the browser itself refuses it
// `to` has: url, secure, socket (addresses of this way), port, host.
const WAYS = (() => {
  const make = (tag, attributes = {}) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  };
  const put = (tag, attributes, where = document.body) => {
    const element = make(tag, attributes);
    where.appendChild(element);
    return element;
  };
  const SVG = "http://www.w3.org/2000/svg";
  const svg = (markup) => {
    const box = document.createElement("div");
    box.innerHTML = `<svg xmlns="${SVG}" width="40" height="40">${markup}</svg>`;
    document.body.appendChild(box);
    return box.firstChild;
  };
  const style = (text) => {
    const element = document.createElement("style");
    element.textContent = text;
    document.head.appendChild(element);
  };
  const sheet = (text) => {
    const made = new CSSStyleSheet();
    made.replaceSync(text);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, made];
  };
  const styled = (property, value) => put("div").style.setProperty(property, value);
  const blob = (text, type = "text/javascript") => URL.createObjectURL(new Blob([text], { type }));
  const worker = (code, options) => new Worker(blob(code), options);
  const page = (to) => blob(`<script>fetch(${JSON.stringify(to.url)})</script>`, "text/html");
  const frame = (insert) => {
    const element = document.createElement("iframe");
    insert(element);
    return element;
  };
  const fromFrame = (element, to) => element.contentWindow.fetch(to.url);
  const stun = (Peer, to, kind = "stun") => {
    const server = kind === "stun"
      ? { urls: `stun:127.0.0.1:${to.port}` }
      : { urls: `turn:127.0.0.1:${to.port}?transport=tcp`, username: "u", credential: "c" };
    const peer = new Peer({ iceServers: [server] });
    peer.createDataChannel("way");
    return peer.createOffer().then((offer) => peer.setLocalDescription(offer));
  };
  const link = (attributes) => put("a", attributes);
  const form = (attributes) => {
    const element = put("form", attributes);
    const field = make("input", { name: "secret", value: "1" });
    element.appendChild(field);
    return element;
  };
  const click = (element, init = {}) =>
    element.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, composed: true, ...init }));

  return {
    // What fetches by script.
    "fetch": ["request", (to) => fetch(to.url, { mode: "no-cors" }), ""],
    "fetch with body, kept alive": ["request", (to) => fetch(to.url, { mode: "no-cors", method: "POST", body: "x", keepalive: true }), ""],
    "XMLHttpRequest": ["request", (to) => { const x = new XMLHttpRequest(); x.open("GET", to.url); x.send(); }, ""],
    "XMLHttpRequest, synchronous": ["request", (to) => { const x = new XMLHttpRequest(); x.open("GET", to.url, false); x.send(); }, ""],
    "sendBeacon": ["request", (to) => navigator.sendBeacon(to.url, "x"), ""],
    "fetchLater": ["request", (to) => fetchLater(to.secure, { activateAfter: 0 }), "silent"],
    "EventSource": ["request", (to) => new EventSource(to.url), ""],
    "WebSocket": ["socket", (to) => new WebSocket(to.socket), ""],
    "WebSocketStream": ["socket", (to) => new WebSocketStream(to.socket), "silent"],
    "WebTransport": ["socket", (to) => new WebTransport(to.secure), ""],
    "cache storage": ["request", async (to) => (await caches.open("way")).add(new Request(to.url, { mode: "no-cors" })), "silent"],
    "dynamic import": ["script", (to) => import(to.url), ""],
    "script element": ["script", (to) => { const s = document.createElement("script"); s.src = to.url; document.body.appendChild(s); }, ""],
    "module script element": ["script", (to) => { const s = document.createElement("script"); s.type = "module"; s.src = to.url; document.body.appendChild(s); }, ""],
    "audio worklet": ["script", (to) => new AudioContext().audioWorklet.addModule(to.url), ""],
    "paint worklet": ["script", (to) => CSS.paintWorklet.addModule(to.url), "silent"],
    "shared worker": ["worker", (to) => new SharedWorker(blob(`fetch(${JSON.stringify(to.url)}, {mode:"no-cors"})`)), "hosted"],
    "payment request": ["payment", (to) => new PaymentRequest([{ supportedMethods: to.secure }], { total: { label: "t", amount: { currency: "CNY", value: "1" } } }).canMakePayment(), "silent"],

    // Pictures, sound, film.
    "image": ["picture", (to) => { new Image().src = to.url; }, ""],
    "image set": ["picture", (to) => put("img", { srcset: `${to.url} 1x` }), ""],
    "picture source": ["picture", (to) => { const p = make("picture"); p.append(make("source", { srcset: to.url }), make("img")); document.body.append(p); }, ""],
    "input of type image": ["picture", (to) => put("input", { type: "image", src: to.url }), ""],
    "svg image": ["picture", (to) => svg(`<image href="${to.url}" width="9" height="9"/>`), ""],
    "svg filter image": ["picture", (to) => svg(`<filter id="f"><feImage href="${to.url}"/></filter><rect filter="url(#f)" width="9" height="9"/>`), ""],
    "svg use": ["picture", (to) => svg(`<use href="${to.url}#a"/>`), "silent"],
    "video": ["media", (to) => put("video", { src: to.url, preload: "auto" }), ""],
    "video poster": ["media", (to) => put("video", { poster: to.url }), ""],
    "audio": ["media", (to) => put("audio", { src: to.url, preload: "auto" }), ""],
    "audio, not in the document": ["media", (to) => { new Audio(to.url).load(); }, ""],
    "text track": ["media", (to) => { const v = put("video", { crossorigin: "anonymous" }); v.append(make("track", { src: to.url, default: "", kind: "subtitles" })); v.textTracks[0].mode = "showing"; }, "hosted"],
    "table background": ["picture", (to) => put("table", { background: to.url }), ""],

    // Style and fonts.
    "style property background": ["style", (to) => styled("background-image", `url(${to.url})`), ""],
    "style property mask": ["style", (to) => styled("mask-image", `url(${to.url})`), "hosted"],
    "style property border image": ["style", (to) => { const d = put("div"); d.style.setProperty("border", "3px solid"); d.style.setProperty("border-image", `url(${to.url}) 1`); }, ""],
    "style property list image": ["style", (to) => { const d = put("li"); d.style.setProperty("list-style-image", `url(${to.url})`); }, ""],
    "style attribute": ["style", (to) => put("div", { style: `background:url(${to.url})` }), ""],
    "style element import": ["style", (to) => style(`@import url(${to.url});`), ""],
    "style element background": ["style", (to) => style(`body { background-image: url(${to.url}) }`), ""],
    "constructed sheet background": ["style", (to) => sheet(`html { background-image: url(${to.url}) !important }`), ""],
    "font face rule": ["font", (to) => { sheet(`@font-face { font-family: way; src: url(${to.url}) }`); const d = put("div"); d.textContent = "way"; d.style.setProperty("font-family", "way"); }, ""],
    "FontFace": ["font", (to) => new FontFace("w", `url(${to.url})`).load(), ""],

    // Hints.
    "link stylesheet": ["hint", (to) => put("link", { rel: "stylesheet", href: to.url }, document.head), ""],
    "link preload": ["hint", (to) => put("link", { rel: "preload", as: "image", href: to.url }, document.head), ""],
    "link module preload": ["hint", (to) => put("link", { rel: "modulepreload", href: to.url }, document.head), ""],
    "link prefetch": ["hint", (to) => put("link", { rel: "prefetch", href: to.url }, document.head), ""],
    "link preconnect": ["hint", (to) => put("link", { rel: "preconnect", href: to.url }, document.head), ""],
    "link dns-prefetch": ["hint", (to) => put("link", { rel: "dns-prefetch", href: `//${to.host}` }, document.head), "hosted"],
    "link icon": ["hint", (to) => put("link", { rel: "icon", href: to.url }, document.head), "silent"],
    "link manifest": ["hint", (to) => put("link", { rel: "manifest", href: to.url }, document.head), "silent"],
    "the page's own icon turned preconnect": ["hint", (to) => { const l = document.querySelector("link[rel=icon]"); l.rel = "preconnect"; l.href = to.url; }, ""],
    "the same by attributes": ["hint", (to) => { const l = document.querySelector("link"); l.setAttribute("rel", "preconnect"); l.setAttribute("href", to.url); }, ""],
    "the same by attribute nodes": ["hint", (to) => { const l = document.querySelector("link"); l.attributes.rel.value = "preconnect"; l.attributes.href.value = to.url; }, ""],
    "speculation rules": ["speculation", (to) => { const s = document.createElement("script"); s.type = "speculationrules"; s.textContent = JSON.stringify({ prefetch: [{ source: "list", urls: [to.url], eagerness: "immediate" }] }); document.body.appendChild(s); }, "silent"],
    "speculation rules, prerender": ["speculation", (to) => { const s = document.createElement("script"); s.type = "speculationrules"; s.textContent = JSON.stringify({ prerender: [{ source: "list", urls: [to.url] }] }); document.body.appendChild(s); }, "silent"],

    // Navigation, links, downloads, forms, windows.
    "location": ["navigation", (to) => { location = to.url; }, "leaves"],
    "location.assign": ["navigation", (to) => location.assign(to.url), "leaves"],
    "location.replace": ["navigation", (to) => location.replace(to.url), "leaves"],
    "navigation.navigate": ["navigation", (to) => { navigation.navigate(to.url); }, "leaves"],
    "location to a page in a blob": ["navigation", (to) => { location = page(to); }, "silent"],
    "meta refresh": ["navigation", (to) => put("meta", { "http-equiv": "refresh", content: `0;url=${to.url}` }, document.head), "leaves"],
    "the page's own meta turned refresh": ["navigation", (to) => { const m = document.querySelector("meta[name=viewport]"); m.content = `0;url=${to.url}`; m.httpEquiv = "refresh"; }, "leaves"],
    "link, clicked": ["link", (to) => link({ href: to.url }).click(), "leaves"],
    "link, clicked by event": ["link", (to) => click(link({ href: to.url })), "leaves"],
    "link to a new tab": ["link", (to) => link({ href: to.url, target: "_blank" }).click(), ""],
    "link with control key": ["link", (to) => click(link({ href: to.url }), { ctrlKey: true }), ""],
    "link outside the document": ["link", (to) => make("a", { href: to.url, target: "_blank" }).click(), ""],
    "child of a link outside the document": ["link", (to) => { const a = make("a", { href: to.url, target: "_blank" }); const b = make("b"); a.append(b); b.click(); }, ""],
    "link to a page in a blob, new tab": ["link", (to) => link({ href: page(to), target: "_blank" }).click(), "silent"],
    "area of a map": ["link", (to) => { const m = make("map"); const a = make("area", { href: to.url }); m.append(a); document.body.append(m); a.click(); }, "leaves"],
    "svg link": ["link", (to) => { const a = svg(`<a href="${to.url}"><rect width="9" height="9"/></a>`).firstChild; click(a.firstChild); }, "leaves"],
    "download": ["download", (to) => link({ href: to.url, download: "x" }).click(), ""],
    "link ping": ["link", (to) => link({ href: "#way", ping: to.url }).click(), ""],
    "window.open": ["window", (to) => { open(to.url); }, ""],
    "document.open with an address": ["window", (to) => { document.open(to.url, "", ""); }, ""],
    "form, GET": ["form", (to) => form({ action: to.url }).submit(), "leaves"],
    "form, POST": ["form", (to) => form({ action: to.url, method: "post" }).submit(), "leaves"],
    "form to a new tab": ["form", (to) => form({ action: to.url, target: "_blank" }).submit(), ""],
    "form, requestSubmit": ["form", (to) => form({ action: to.url }).requestSubmit(), "leaves"],
    "form, button with an action": ["form", (to) => { const f = form({}); const b = make("button", { formaction: to.url }); f.append(b); b.click(); }, "leaves"],

    // Frames, and what a frame's fresh constructors could do.
    "frame": ["frame", (to) => put("iframe", { src: to.url }), ""],
    "frame of its own text": ["frame", (to) => put("iframe", { srcdoc: `<img src="${to.url}">` }), ""],
    "object": ["frame", (to) => put("object", { data: to.url }), ""],
    "embed": ["frame", (to) => put("embed", { src: to.url }), ""],
    "old frame set": ["frame", (to) => { const s = document.createElement("frameset"); s.appendChild(make("frame", { src: to.url })); document.body.appendChild(s); }, ""],
    "frame's fetch, appendChild": ["fresh frame", (to) => fromFrame(frame((f) => document.body.appendChild(f)), to), ""],
    "frame's fetch, append": ["fresh frame", (to) => fromFrame(frame((f) => document.body.append(f)), to), ""],
    "frame's fetch, before": ["fresh frame", (to) => fromFrame(frame((f) => document.body.firstChild.before(f)), to), ""],
    "frame's fetch, insertAdjacentElement": ["fresh frame", (to) => fromFrame(frame((f) => document.body.insertAdjacentElement("beforeend", f)), to), ""],
    "frame's fetch, insertNode": ["fresh frame", (to) => fromFrame(frame((f) => { const r = document.createRange(); r.selectNodeContents(document.body); r.insertNode(f); }), to), ""],
    "frame's fetch, in a fragment": ["fresh frame", (to) => { const f = document.createElement("iframe"); const d = document.createDocumentFragment(); const b = make("div"); d.append(b); b.append(f); document.body.append(d); return fromFrame(f, to); }, ""],
    "frame's fetch, innerHTML": ["fresh frame", (to) => { const d = put("div"); d.innerHTML = "<iframe></iframe>"; return fromFrame(d.firstChild, to); }, ""],
    "frame's fetch, setHTMLUnsafe": ["fresh frame", (to) => { const d = put("div"); d.setHTMLUnsafe("<iframe></iframe>"); return fromFrame(d.firstChild, to); }, ""],
    "frame's fetch, shadow root": ["fresh frame", (to) => { const d = make("div"); const r = d.attachShadow({ mode: "open" }); const f = document.createElement("iframe"); r.append(f); document.body.append(d); return fromFrame(f, to); }, ""],
    "frame's fetch, parsed apart and adopted": ["fresh frame", (to) => { const d = new DOMParser().parseFromString("<div><iframe></iframe></div>", "text/html"); const e = document.adoptNode(d.body.firstChild); document.body.append(e); return fromFrame(e.firstChild, to); }, ""],
    "frame's fetch, cloned from a template": ["fresh frame", (to) => { const t = make("template"); t.innerHTML = "<iframe></iframe>"; document.body.append(t.content.cloneNode(true)); return fromFrame(document.body.lastChild, to); }, ""],
    "frame's peer connection": ["fresh frame", (to) => stun(frame((f) => document.body.appendChild(f)).contentWindow.RTCPeerConnection, to), ""],

    // WebRTC.
    "peer connection, STUN": ["peer", (to) => stun(RTCPeerConnection, to), ""],
    "peer connection, TURN over TCP": ["peer", (to) => stun(RTCPeerConnection, to, "turn"), ""],
    "peer connection by its old name": ["peer", (to) => stun(webkitRTCPeerConnection, to), ""],

    // From a worker that nobody guarded: the policy alone must hold.
    "worker: fetch": ["worker", (to) => worker(`fetch(${JSON.stringify(to.url)}, {mode:"no-cors"})`), ""],
    "worker: XMLHttpRequest": ["worker", (to) => worker(`const x = new XMLHttpRequest(); x.open("GET", ${JSON.stringify(to.url)}); x.send()`), ""],
    "worker: XMLHttpRequest, synchronous": ["worker", (to) => worker(`const x = new XMLHttpRequest(); x.open("GET", ${JSON.stringify(to.url)}, false); x.send()`), ""],
    "worker: WebSocket": ["worker", (to) => worker(`new WebSocket(${JSON.stringify(to.socket)})`), ""],
    "worker: WebSocketStream": ["worker", (to) => worker(`new WebSocketStream(${JSON.stringify(to.socket)})`), "silent"],
    "worker: EventSource": ["worker", (to) => worker(`new EventSource(${JSON.stringify(to.url)})`), ""],
    "worker: WebTransport": ["worker", (to) => worker(`new WebTransport(${JSON.stringify(to.secure)})`), ""],
    "worker: importScripts": ["worker", (to) => worker(`importScripts(${JSON.stringify(to.url)})`), ""],
    "worker: dynamic import": ["worker", (to) => worker(`import(${JSON.stringify(to.url)})`), ""],
    "worker: static import": ["worker", (to) => worker(`import ${JSON.stringify(to.url)};`, { type: "module" }), "hosted"],
    "worker: font": ["worker", (to) => worker(`new FontFace("w", "url(${to.url})").load()`), ""],
    "worker: worker in a worker": ["worker", (to) => worker(`new Worker(URL.createObjectURL(new Blob(['fetch(${JSON.stringify(to.url)}, {mode:"no-cors"})'])))`), ""],
    "worker: cache storage": ["worker", (to) => worker(`caches.open("way").then((c) => c.add(new Request(${JSON.stringify(to.url)}, {mode:"no-cors"})))`), "silent"],
  };
})();
