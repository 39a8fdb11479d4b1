#include <stdlib.h>
#include <string.h>

struct queue {
  char name[16];
  char *cells;
};

void rename_queue(struct queue *queue, const char *name) {
  strcpy(queue->name, name);
}

char drop(struct queue *queue) {
  free(queue->cells);
  return queue->cells[0];
}

int last(void) {
  int cells[4] = {0, 1, 2, 3};
  return cells[4];
}
