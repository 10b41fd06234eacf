// Nothing leaves. Runs before every other script, in the page and at the head of every worker.
//
// The policy in the page's first line stops whatever fetches. It does not stop navigation,
// links, WebRTC, preconnect and the like: those are closed here. This guards against mistakes
// and careless dependencies, not against a build that someone has tampered with.
// docs/privacy.md says what closes which door; tests/browser tries every one of them.
(() => {
  "use strict";
  const inPage = typeof document !== "undefined";
  const { apply } = Reflect;
  const { defineProperty, getOwnPropertyDescriptor, getOwnPropertyNames, getPrototypeOf, hasOwn } = Object;

  function remove(owner, ...names) {
    if (!owner) return;
    for (const name of names) {
      for (let holder = owner; holder; holder = getPrototypeOf(holder)) {
        if (hasOwn(holder, name)) delete holder[name];
      }
      defineProperty(owner, name, { value: undefined });
    }
  }
  const prototypeOf = (name) => globalThis[name]?.prototype;
  function refuse(what) {
    throw new TypeError(`Tieout refuses ${what}: nothing leaves this page`);
  }

  // 1. Trusted Types: text becomes markup or an address only through this policy.
  // What may not be written as markup is what may not be inserted (part 5).
  const REFUSED = [
    "applet", "base", "embed", "fencedframe", "frame", "frameset", "iframe", "link", "meta",
    "object", "portal", "script",
  ];
  const REFUSED_MARKUP = new RegExp(`<(?:[^\\s<>/:]*:)?(?:${REFUSED.join("|")})(?![a-z0-9-])|\\sping\\s*=`, "i");
  const offlineScript = inPage ? document.currentScript.dataset.offline : undefined;
  globalThis.trustedTypes?.createPolicy("default", {
    createHTML: (text) => (REFUSED_MARKUP.test(text) ? refuse("this markup") : text),
    createScript: () => refuse("text as script"),
    createScriptURL: (address) =>
      inPage && (address.startsWith("blob:") || address === offlineScript) ? address : refuse(address),
  });
  if (offlineScript && navigator.serviceWorker && location.protocol !== "file:") {
    // The hosted page keeps a copy of itself for days without network; see service-worker.js.
    navigator.serviceWorker.register(offlineScript).catch(() => {});
  }

  // 2. Whatever opens a connection by itself.
  remove(
    globalThis,
    "fetch", "fetchLater", "XMLHttpRequest", "EventSource", "WebSocket", "WebSocketStream",
    "WebTransport", "RTCPeerConnection", "webkitRTCPeerConnection", "mozRTCPeerConnection",
    "RTCIceTransport", "RTCDtlsTransport", "RTCRtpTransport", "TCPSocket", "UDPSocket",
    "TCPServerSocket", "SharedWorker", "importScripts", "PaymentRequest", "PresentationRequest",
    "Notification", "FontFace", "caches", "cookieStore", "sharedStorage", "speechSynthesis",
    "SpeechRecognition", "webkitSpeechRecognition", "documentPictureInPicture", "XSLTProcessor",
    "DOMParser", "XPathEvaluator", "open", "Translator", "LanguageDetector", "Summarizer",
    "LanguageModel",
  );
  remove(
    prototypeOf("Navigator") ?? prototypeOf("WorkerNavigator"),
    "sendBeacon", "serviceWorker", "share", "geolocation", "credentials", "login", "bluetooth",
    "usb", "serial", "hid", "presentation", "joinAdInterestGroup", "updateAdInterestGroups",
    "runAdAuction", "createAuctionNonce", "getInterestGroupAdAuctionData", "requestMIDIAccess",
    "registerProtocolHandler", "getInstalledRelatedApps", "mediaSession",
  );
  remove(prototypeOf("Worklet"), "addModule");
  remove(globalThis.CSS, "paintWorklet", "layoutWorklet", "animationWorklet");
  if (!inPage) return;

  // 3. Navigation: stay here, reload, or save a file that the page has made.
  const home = location.href.split("#")[0];
  const isHere = (address) => address.split("#")[0] === home;
  globalThis.navigation?.addEventListener("navigate", (event) => {
    const { url } = event.destination;
    const stays = isHere(url) || (event.downloadRequest !== null && url.startsWith("blob:"));
    if (!stays) event.preventDefault();
  });

  // 4. Links that lead elsewhere do nothing, and no form submits.
  const { closest, getAttribute, hasAttribute, removeAttribute } = Element.prototype;
  function leadsElsewhere(link) {
    if (link instanceof HTMLAnchorElement || link instanceof HTMLAreaElement) {
      const address = link.href;
      return address !== "" && !isHere(address)
        && !(address.startsWith("blob:") && apply(hasAttribute, link, ["download"]));
    }
    return true; // an SVG link: its address can be animated, and ours have none
  }
  // Takes the address from every foreign link around the target; true if there was one.
  function disarm(target) {
    let found = false;
    const start = target instanceof Element ? target : target?.parentElement;
    for (let link = start && apply(closest, start, ["a,area"]); link; link = link.parentElement && apply(closest, link.parentElement, ["a,area"])) {
      if (leadsElsewhere(link)) {
        found = true;
        for (const name of ["href", "xlink:href", "ping", "target"]) apply(removeAttribute, link, [name]);
      } else if (apply(getAttribute, link, ["target"]) !== null) {
        apply(removeAttribute, link, ["target"]);
      }
    }
    return found;
  }
  for (const type of ["click", "auxclick", "pointerdown", "keydown", "contextmenu", "dragstart"]) {
    addEventListener(type, (event) => {
      if (disarm(event.composedPath()[0])) event.preventDefault();
    }, { capture: true });
  }
  addEventListener("submit", (event) => event.preventDefault(), { capture: true });
  remove(HTMLFormElement.prototype, "submit", "requestSubmit");

  // Puts `before` in front of a method; every caller of the method goes through it.
  function wrap(owner, name, before) {
    const own = owner && getOwnPropertyDescriptor(owner, name);
    if (typeof own?.value !== "function") return;
    const original = own.value;
    defineProperty(owner, name, {
      ...own,
      value(...parts) {
        before(this, parts);
        return apply(original, this, parts);
      },
    });
  }
  // A link outside the document can be clicked too; no listener hears it.
  wrap(EventTarget.prototype, "dispatchEvent", (target) => target instanceof Element && disarm(target));
  wrap(HTMLElement.prototype, "click", disarm);

  // 5. Insertion: a frame would bring fresh constructors, a link or a meta would connect.
  const refusedSelector = REFUSED.join(",");
  const { matches, querySelector } = Element.prototype;
  const querySelectorOfFragment = DocumentFragment.prototype.querySelector;
  function check(node) {
    if (node instanceof Element) {
      if (apply(matches, node, [refusedSelector]) || (node.firstChild && apply(querySelector, node, [refusedSelector]))) {
        refuse("this element");
      }
    } else if (node instanceof DocumentFragment && apply(querySelectorOfFragment, node, [refusedSelector])) {
      refuse("this element");
    }
  }
  const checkAll = (_, nodes) => nodes.forEach(check);
  for (const owner of ["Node", "Element", "Document", "DocumentFragment", "CharacterData", "DocumentType", "Range"]) {
    for (const name of [
      "appendChild", "insertBefore", "replaceChild", "append", "prepend", "before", "after",
      "replaceWith", "replaceChildren", "insertAdjacentElement", "moveBefore", "insertNode",
      "surroundContents",
    ]) {
      wrap(prototypeOf(owner), name, checkAll);
    }
  }
  // Ways to markup that ask no Trusted Types policy, or bring shadow trees that hide it.
  remove(Element.prototype, "setHTML", "setHTMLUnsafe", "attachShadow");
  remove(ShadowRoot.prototype, "setHTML", "setHTMLUnsafe");
  remove(Document, "parseHTML", "parseHTMLUnsafe");
  remove(Document.prototype, "write", "writeln", "open", "execCommand", "evaluate", "cookie");
  if (!globalThis.trustedTypes) {
    for (const [owner, name] of [[Element, "innerHTML"], [Element, "outerHTML"], [ShadowRoot, "innerHTML"]]) {
      const own = getOwnPropertyDescriptor(owner.prototype, name);
      defineProperty(owner.prototype, name, {
        ...own,
        set(text) {
          if (REFUSED_MARKUP.test(text)) refuse("this markup");
          apply(own.set, this, [text]);
        },
      });
    }
    wrap(Element.prototype, "insertAdjacentHTML", (_, [, text]) => REFUSED_MARKUP.test(text) && refuse("this markup"));
    wrap(Range.prototype, "createContextualFragment", (_, [text]) => REFUSED_MARKUP.test(text) && refuse("this markup"));
  }

  // 6. The head's own elements stay as they were written: an icon must not become a preconnect,
  // a viewport must not become a refresh.
  for (const { prototype } of [HTMLLinkElement, HTMLMetaElement, HTMLBaseElement]) {
    for (const name of getOwnPropertyNames(prototype)) {
      const own = getOwnPropertyDescriptor(prototype, name);
      if (own.set) defineProperty(prototype, name, { ...own, set: undefined });
    }
  }
  remove(HTMLLinkElement.prototype, "relList");
  const isFixed = (element) =>
    element instanceof HTMLLinkElement || element instanceof HTMLMetaElement || element instanceof HTMLScriptElement;
  for (const name of [
    "setAttribute", "setAttributeNS", "setAttributeNode", "setAttributeNodeNS", "toggleAttribute",
    "removeAttribute", "removeAttributeNS", "getAttributeNode", "getAttributeNodeNS",
  ]) {
    wrap(Element.prototype, name, (element) => isFixed(element) && refuse("changes to the head"));
  }
  const attributes = getOwnPropertyDescriptor(Element.prototype, "attributes");
  defineProperty(Element.prototype, "attributes", {
    ...attributes,
    get() {
      return isFixed(this) ? refuse("changes to the head") : apply(attributes.get, this, []);
    },
  });
})();
