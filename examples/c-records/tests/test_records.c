#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "records.h"

/* What becomes of a log of one line. */
static enum outcome print_line(const char *line) {
  FILE *log = tmpfile();
  assert(log != NULL);
  fputs(line, log);
  rewind(log);
  const enum outcome outcome = print_next(log);
  fclose(log);
  return outcome;
}

int main(void) {
  assert(crc32_of(0, "123456789", 9) == 0xcbf43926u);
  assert(print_station("north_1", 0) == PRINTED);
  assert(print_station("north_station", 0) == REFUSED);
  assert(print_remark("battery low") == PRINTED);
  assert(print_remark("a remark that no display has room for") == REFUSED);
  assert(print_line("Snorth_1*8d5a37c1\n") == PRINTED);
  assert(print_line("Rbattery low\n") == PRINTED);
  assert(print_line("what is this\n") == REFUSED);
  assert(print_line("") == AT_END);
  puts("ok");
  return 0;
}
