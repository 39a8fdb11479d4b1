/**
 * C text: makes each call in a process of its own and says what it came to. Standard input holds a word of 32 bytes, then for each call its length in 4 bytes (little end
 * first), a byte of flags (1: again and again, for leaks; 2: made after many crashes too), a byte that says which allocation fails (0: none), and the input. For each call one line: the word,
 * its number, `ended`, `crashed`, `late` or `unrun`, the status, whether the canary stood there, and as hex what it told, printed and complained.
 */
export const DRIVER_SOURCE = String.raw`
#include <ftw.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

void assay_call(void);

static void assay_input(const unsigned char *bytes, size_t length) { assay_at = length == 0 ? (const unsigned char *)"" : bytes; assay_left = length; }

#ifdef ASSAY_FUZZ
static int assay_remove(const char *path, const struct stat *s, int kind, struct FTW *where) { (void)s; (void)kind; (void)where; return remove(path); }
int LLVMFuzzerInitialize(int *argc, char ***argv) {
  (void)argc; (void)argv; (void)assay_remove;
  mkdir(ROOM, 0700); mkdir(ROOM "/base", 0700);
  return chdir(ROOM "/base");
}
int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size) {
  assay_input(data, size);
  if (setjmp(assay_back) == 0) assay_call();
  assay_armed = 0;
  assay_forget();
  return 0;
}
#else
static int assay_remove(const char *path, const struct stat *s, int kind, struct FTW *where) { (void)s; (void)kind; (void)where; return remove(path); }

static void assay_room(void) {
  nftw(ROOM "/base", assay_remove, 8, FTW_DEPTH | FTW_PHYS);
  mkdir(ROOM, 0755); mkdir(ROOM "/base", 0755); mkdir(ROOM "/outside", 0755);
  const char *files[] = {ROOM "/base/report.txt", ROOM "/outside/secret.txt"};
  const char *texts[] = {"a plain report\n", "assay-secret-text\n"};
  for (int i = 0; i < 2; i++) {
    int file = __real_open(files[i], O_WRONLY | O_CREAT | O_TRUNC, 0644);
    if (file >= 0) { if (write(file, texts[i], strlen(texts[i])) < 0) _exit(91); close(file); }
  }
  remove(ROOM "/canary");
}

static pid_t assay_self;
static void assay_ended(int code, void *unused) {
  (void)unused;
  if (getpid() != assay_self || !assay_armed) return;
  char line[40];
  assay_line(line, (size_t)snprintf(line, sizeof line, "X %d\n", code));
}

static int assay_descriptors(void) {
  int open = 0;
  for (int i = 0; i < 1024; i++) open += fcntl(i, F_GETFD) >= 0;
  return open;
}

static void assay_child(const unsigned char *bytes, size_t length, unsigned flags, unsigned fail) {
  assay_self = getpid();
  on_exit(assay_ended, NULL);
  if (chdir(ROOM "/base") != 0) _exit(92);
  if (flags & 1) {
    size_t held = 0;
    int open = 0;
    assay_quiet = 1;
    for (int i = 0; i < 11; i++) {
      if (i == 3) { fflush(NULL); held = __sanitizer_get_current_allocated_bytes(); open = assay_descriptors(); }
      assay_input(bytes, length);
      assay_call();
      assay_forget();
    }
    fflush(NULL);
    long long more = (long long)__sanitizer_get_current_allocated_bytes() - (long long)held;
    char line[80];
    assay_quiet = 0;
    assay_line(line, (size_t)snprintf(line, sizeof line, "L %lld %d\n", more / 8, (assay_descriptors() - open) / 8));
  } else {
    assay_fail_at = (int)fail;
    assay_input(bytes, length);
    assay_call();
  }
  fflush(NULL);
  _exit(0);
}

struct assay_pipe { int ends[2]; char *kept; size_t used; };
#define KEPT 16384

static int assay_drain(struct assay_pipe *one) {
  char piece[4096];
  ssize_t got = read(one->ends[0], piece, sizeof piece);
  if (got <= 0) return 0;
  size_t fits = KEPT - one->used < (size_t)got ? KEPT - one->used : (size_t)got;
  memcpy(one->kept + one->used, piece, fits);
  one->used += fits;
  return 1;
}

static double assay_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void assay_print(const struct assay_pipe *one) {
  putchar(' ');
  for (size_t i = 0; i < one->used; i++) printf("%02x", (unsigned char)one->kept[i]);
  putchar('-');
}

int main(int argc, char **argv) {
  double each = argc > 1 ? atof(argv[1]) : 1, all = argc > 2 ? atof(argv[2]) : 20;
  int most = argc > 3 ? atoi(argv[3]) : 8, crashes = 0;
  size_t size = 0, room = 1 << 16;
  unsigned char *input = __real_malloc(room);
  ssize_t got;
  while ((got = read(0, input + size, room - size)) > 0) {
    size += (size_t)got;
    if (size == room) { unsigned char *wider = __real_malloc(room * 2); memcpy(wider, input, size); input = wider; room *= 2; }
  }
  char word[33] = {0};
  memcpy(word, input, 32);
  memset(input, 0, 32);
  double start = assay_now();
  int number = 0;
  struct assay_pipe pipes[3] = {0};
  for (int i = 0; i < 3; i++) pipes[i].kept = __real_malloc(KEPT);
  for (size_t at = 32; at + 6 <= size; number++) {
    size_t length = input[at] | (size_t)input[at + 1] << 8 | (size_t)input[at + 2] << 16 | (size_t)input[at + 3] << 24;
    unsigned flags = input[at + 4], fail = input[at + 5];
    at += 6;
    if (length > size - at) break;
    const unsigned char *bytes = input + at;
    at += length;
    if (assay_now() - start > all || (crashes >= most && !(flags & 2))) { printf("%s %d unrun 0 0 - - -\n", word, number); continue; }
    assay_room();
    for (int i = 0; i < 3; i++) { if (pipe2(pipes[i].ends, O_CLOEXEC) != 0) return 93; pipes[i].used = 0; }
    fflush(stdout);
    pid_t child = fork();
    if (child < 0) return 94;
    if (child == 0) {
      setpgid(0, 0);
      assay_told = fcntl(pipes[0].ends[1], F_DUPFD_CLOEXEC, 100);
      dup2(pipes[1].ends[1], 1);
      dup2(pipes[2].ends[1], 2);
      int none = __real_open("/dev/null", O_RDONLY);
      dup2(none, 0);
      for (int i = 3; i < 100; i++) close(i);
      memset(word, 0, sizeof word);
      setrlimit(RLIMIT_CPU, &(struct rlimit){(rlim_t)each, (rlim_t)each});
      assay_child(bytes, length, flags, fail);
    }
    for (int i = 0; i < 3; i++) { close(pipes[i].ends[1]); fcntl(pipes[i].ends[0], F_SETFL, O_NONBLOCK); }
    double until = assay_now() + 8 * each;
    int status = 0, late = 0;
    for (;;) {
      struct pollfd ready[3];
      for (int i = 0; i < 3; i++) ready[i] = (struct pollfd){pipes[i].ends[0], POLLIN, 0};
      int open = poll(ready, 3, 5);
      int any = 0;
      for (int i = 0; i < 3 && open > 0; i++) if (ready[i].revents & POLLIN) any |= assay_drain(&pipes[i]);
      if (waitpid(child, &status, WNOHANG) == child) break;
      if (open > 0 && !any) usleep(300);
      if (assay_now() > until) { late = 1; kill(-child, SIGKILL); kill(child, SIGKILL); waitpid(child, &status, 0); break; }
    }
    kill(-child, SIGKILL);
    if (WIFSIGNALED(status) && (WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL)) late = 1;
    for (int i = 0; i < 3; i++) { while (assay_drain(&pipes[i])) continue; close(pipes[i].ends[0]); }
    int crashed = !late && (WIFSIGNALED(status) || WEXITSTATUS(status) == 77);
    crashes += crashed + 3 * late;
    printf("%s %d %s %d %d", word, number, late ? "late" : crashed ? "crashed" : "ended", WIFSIGNALED(status) ? 1000 + WTERMSIG(status) : WEXITSTATUS(status), access(ROOM "/canary", F_OK) == 0);
    for (int i = 0; i < 3; i++) assay_print(&pipes[i]);
    putchar('\n');
  }
  fflush(stdout);
  return 0;
}
#endif
`;
