// Starts the program: decodes the module that the page carries, compiles it once, and runs it
// here; `tieout.startWorker()` runs the same module in a worker. Nothing is fetched.
(() => {
  "use strict";
  const textOf = (id) => document.getElementById(id).textContent;

  async function moduleBytes() {
    const element = document.getElementById("module");
    const text = element.textContent;
    element.remove(); // megabytes that nobody reads again
    let packed;
    if (Uint8Array.fromBase64) {
      packed = Uint8Array.fromBase64(text);
    } else {
      const binary = atob(text);
      packed = new Uint8Array(binary.length);
      for (let i = 0; i < binary.length; i++) packed[i] = binary.charCodeAt(i);
    }
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream).arrayBuffer();
  }

  function offerWorkers(module) {
    const parts = ["guard", "glue", "worker"].map((id) => `${textOf(id)}\n`);
    const source = new Blob(parts, { type: "text/javascript" });
    const address = URL.createObjectURL(source);
    globalThis.tieout = Object.freeze({
      startWorker() {
        const worker = new Worker(address);
        worker.postMessage(module);
        return worker;
      },
    });
  }

  // Words of its own: there is no program yet that could say it.
  function explainFailure(error) {
    const box = document.getElementById("app");
    const chinese = navigator.language.toLowerCase().startsWith("zh");
    const line = document.createElement("p");
    line.setAttribute("role", "alert");
    line.textContent = chinese
      ? "平账无法启动：需要 2023 年之后的浏览器（Chrome 113、Firefox 113、Safari 16.4 或更新）。"
      : "Tieout cannot start: it needs a browser of 2023 or later (Chrome 113, Firefox 113, Safari 16.4).";
    const detail = document.createElement("p");
    detail.textContent = String(error);
    box.append(line, detail);
    console.error(error);
  }

  moduleBytes()
    .then((bytes) => WebAssembly.compile(bytes))
    .then((module) => {
      offerWorkers(module);
      // Not `initSync`: on the page Chromium refuses to instantiate more than 8 MB at once.
      return wasm_bindgen({ module_or_path: module });
    })
    .catch(explainFailure);
})();
