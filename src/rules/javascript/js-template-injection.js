import ejs, { render } from "ejs";
import express from "express";
import Handlebars from "handlebars";
import pug from "pug";

const app = express();

app.get("/hello", (req, res) => {
  // ruleid: js-template-injection
  res.send(ejs.render("<h1>Hello " + req.query.name + "</h1>"));
});

class Mail {
  async body(req) {
    // ruleid: js-template-injection
    return Handlebars.compile(req.body.template)({});
  }

  subject(user) {
    const template = `Hello ${user.name}`;
    // ruleid: js-template-injection
    return render(template, {});
  }
}

app.get("/page", (req, res) => {
  // ruleid: js-template-injection
  res.send(pug.compile(`p ${req.query.text}`)());
});

app.get("/safe", (req, res) => {
  // ok: js-template-injection
  const first = ejs.render("<h1>Hello <%= name %></h1>", { name: req.query.name });
  // ok: js-template-injection
  const second = Handlebars.compile("Hello {{name}}")({ name: req.query.name });
  // ok: js-template-injection
  res.render("hello", { name: req.query.name, first, second, Mail });
});
