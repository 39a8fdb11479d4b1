function poll(queue) {
  // ruleid: js-endless-loop
  while (true) {
    const job = queue.shift();
    if (job) job.run();
  }
}

function spin() {
  // ruleid: js-endless-loop
  for (;;) {
    tick();
  }
}

function late(list) {
  // ruleid: js-endless-loop
  do {
    list.push(next());
  } while (true);
}

async function fine(queue) {
  // ok: js-endless-loop
  while (true) {
    await queue.next();
  }
}

function first(list) {
  let at = 0;
  // ok: js-endless-loop
  for (;;) {
    if (list[at] === undefined) break;
    at++;
  }
  // ok: js-endless-loop
  while (true) {
    if (at-- < 0) return list;
  }
}

function* numbers() {
  let n = 0;
  // ok: js-endless-loop
  while (true) yield n++;
}
