// The tail of the worker's blob: guard and glue stand before it.
// The first message is the compiled module; `main` then takes `onmessage` over.
"use strict";
onmessage = (event) => {
  onmessage = null;
  wasm_bindgen.initSync({ module: event.data });
};
