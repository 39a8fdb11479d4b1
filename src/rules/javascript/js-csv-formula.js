const { createObjectCsvWriter } = require("csv-writer");
const Papa = require("papaparse");
const json2csv = require("json2csv");

app.post("/export", async (req, res) => {
  const writer = createObjectCsvWriter({ path: "out.csv", header: [] });
  // ruleid: js-csv-formula
  await writer.writeRecords([{ name: req.body.name }]);
  // ruleid: js-csv-formula
  res.send(Papa.unparse([[req.query.name, 1]]));
  const rows = [{ title: req.body.title }];
  // ruleid: js-csv-formula
  res.send(json2csv.parse(rows));
});

app.post("/fine", async (req, res) => {
  // ok: js-csv-formula
  res.send(Papa.unparse([[Number(req.query.count), 1]]));
  // ok: js-csv-formula
  res.send(Papa.unparse([[defuse(req.query.name), 1]]));
  // ok: js-csv-formula
  res.send(Papa.unparse([["fixed", 1]]));
  // ok: js-csv-formula
  res.send(Papa.parse(req.body.text));
});
