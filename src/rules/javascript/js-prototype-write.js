function set(target, key, value) {
  // ruleid: js-prototype-write
  target.__proto__[key] = value;
  // ruleid: js-prototype-write
  Object.prototype[key] = value;
  // ruleid: js-prototype-write
  target.constructor.prototype[key] = value;
  // ruleid: js-prototype-write
  Object.assign(Object.getPrototypeOf(target), value);
}

class Shape {}

function fine(target, key, value) {
  // ok: js-prototype-write
  Shape.prototype.area = () => 0;
  // ok: js-prototype-write
  target[key] = value;
  // ok: js-prototype-write
  Object.assign(Object.create(null), value);
  // ok: js-prototype-write
  const proto = Object.getPrototypeOf(target);
  // ok: js-prototype-write
  return Object.prototype.hasOwnProperty.call(target, key);
}
