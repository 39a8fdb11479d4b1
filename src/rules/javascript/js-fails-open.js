const jwt = require("jsonwebtoken");

function onlyKnown(req, res, next) {
  try {
    // ruleid: js-fails-open
    jwt.verify(req.cookies.token, KEY);
    next();
  } catch (error) {
    next();
  }
}

function allowed(user, thing) {
  try {
    // ruleid: js-fails-open
    checkPermission(user, thing);
  } catch {
    return true;
  }
  return true;
}

function remove(user, thing) {
  try {
    // ruleid: js-fails-open
    ensureAdmin(user);
  } catch (error) {}
  thing.remove();
}

function fine(req, res, next) {
  try {
    // ok: js-fails-open
    jwt.verify(req.cookies.token, KEY);
    next();
  } catch (error) {
    res.status(401).end();
  }
  try {
    // ok: js-fails-open
    checkPermission(req.user);
  } catch (error) {
    next(error);
  }
  try {
    // ok: js-fails-open
    loadCache();
  } catch (error) {}
}

function optional(req, res, next) {
  try {
    // ok: js-fails-open
    req.user = jwt.verify(req.cookies.token, KEY);
  } catch (error) {}
  next();
}
