function exported(rows, cell) {
  // ruleid: js-csv-joined
  const csv = rows.map((row) => `${row.name},${row.note}`).join("\n");
  // ok: js-csv-joined
  const quoted = rows.map((row) => `${cell(row.name)},${cell(row.note)}`).join("\n");
  return csv + quoted;
}

class Report {
  lines(people) {
    // ruleid: js-csv-joined
    const csvBody = people.map((one) => [one.name, one.city].join(",")).join("\n");
    // ok: js-csv-joined
    const csvSafe = people.map((one) => [one.name, one.city].map(this.cell).join(",")).join("\n");
    return csvBody + csvSafe;
  }
}

const all = (records) => {
  let csv = "name,city\n";
  // ruleid: js-csv-joined
  csv += records.map((one) => Object.values(one).join(",")).join("\n");
  // ok: js-csv-joined
  const list = records.map((one) => `${one.name}, ${one.city}`).join("\n");
  return csv + list;
};

module.exports = { exported, Report, all };
