// Charts are drawn from the table beside them: one source, and who cannot see the drawing reads the same.
(() => {
  const COLOURS = ["#1a5fc4", "#1b6e3c", "#c77700", "#c01c1c"];

  function read(table) {
    const headings = [...table.tHead.rows[0].cells].map((cell) => cell.textContent.trim());
    const rows = [...table.tBodies[0].rows].map((row) => [...row.cells].map((cell) => cell.textContent.trim()));
    return { headings, rows: rows.filter((row) => row[0] !== "合计").slice(0, 40) };
  }

  function options(kind, drawn, { headings, rows }) {
    const series = drawn.map((name) => ({
      name, type: kind, data: rows.map((row) => Number(row[headings.indexOf(name)]) || 0),
      barMaxWidth: 22, symbolSize: 6, smooth: false,
    }));
    const names = rows.map((row) => row[0].replace(/（.*）$/, ""));
    return {
      color: COLOURS, animation: false, textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
      grid: { left: 8, right: 16, top: 40, bottom: 8, containLabel: true },
      legend: { top: 4, left: 0, itemWidth: 14, itemHeight: 10 },
      // Drawn on the canvas: the page's rules allow no style inside HTML.
      tooltip: { trigger: "axis", renderMode: "richText" },
      xAxis: { type: "category", data: names, axisLabel: { hideOverlap: true, rotate: names.length > 6 && kind === "bar" ? 30 : 0 } },
      yAxis: { type: "value", minInterval: 1 },
      series,
    };
  }

  for (const box of document.querySelectorAll("[data-chart]")) {
    const table = box.parentElement.querySelector("table");
    const chart = echarts.init(box, null, { renderer: "canvas" });
    chart.setOption(options(box.dataset.chart, box.dataset.drawn.split("|"), read(table)));
    new ResizeObserver(() => chart.resize()).observe(box);
  }
})();
