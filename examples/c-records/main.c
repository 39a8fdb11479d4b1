#include <stdio.h>
#include <stdlib.h>

#include "records.h"

int main(int argc, char **argv) {
  if (argc != 2) {
    fputs("usage: records LOG\n", stderr);
    return EXIT_FAILURE;
  }
  FILE *log = fopen(argv[1], "r");
  if (log == NULL) {
    perror(argv[1]);
    return EXIT_FAILURE;
  }
  int refused = 0;
  enum outcome outcome;
  while ((outcome = print_next(log)) != AT_END)
    refused += outcome == REFUSED;
  fclose(log);
  if (refused > 0)
    fprintf(stderr, "%d refused\n", refused);
  return refused > 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
