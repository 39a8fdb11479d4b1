const nodemailer = require("nodemailer");
const transport = nodemailer.createTransport({});

export function reset(req, res, config, token) {
  // ruleid: js-host-header-link
  transport.sendMail({ to: req.body.mail, text: `https://${req.headers.host}/reset/${token}` });
  const link = "https://" + req.get("host") + "/reset";
  // ruleid: js-host-header-link
  transport.sendMail({ to: req.body.mail, html: link });
  // ruleid: js-host-header-link
  mailer.send({ body: "http://" + req.hostname });

  // ok: js-host-header-link
  transport.sendMail({ to: req.body.mail, text: `https://${config.host}/reset/${token}` });
  // ok: js-host-header-link
  res.send(req.headers.host);
  // ok: js-host-header-link
  transport.sendMail({ to: req.body.mail, text: req.body.text });
}
