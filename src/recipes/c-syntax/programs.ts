/** Functions that start a program without a shell, as `addedFunction` takes them. */
export const RUN_PROGRAM = {
  name: "run_program",
  headers: ["sys/wait.h", "unistd.h"],
  text: `/* Runs a program without a shell and waits for its end; gives what system gives. */
static int run_program(char *const arguments[]) {
	int status = -1;
	pid_t child = fork();
	if (child == 0) {
		execvp(arguments[0], arguments);
		_exit(127);
	}
	if (child < 0 || waitpid(child, &status, 0) < 0) {
		return -1;
	}
	return status;
}`,
};

export const OPEN_PROGRAM = {
  name: "open_program",
  headers: ["stdio.h", "sys/wait.h", "unistd.h"],
  text: `/* Starts a program without a shell; gives what it prints, or a null pointer. */
static FILE *open_program(char *const arguments[], pid_t *child) {
	int ends[2];
	if (pipe(ends) != 0)
		return NULL;
	*child = fork();
	if (*child == 0) {
		dup2(ends[1], STDOUT_FILENO);
		close(ends[0]);
		close(ends[1]);
		execvp(arguments[0], arguments);
		_exit(127);
	}
	close(ends[1]);
	FILE *output = *child > 0 ? fdopen(ends[0], "r") : NULL;
	if (output == NULL)
		close(ends[0]);
	return output;
}`,
};

export const CLOSE_PROGRAM = {
  name: "close_program",
  headers: ["stdio.h", "sys/wait.h"],
  text: `/* Closes what a program printed and waits for its end; gives what pclose gives. */
static int close_program(FILE *output, pid_t child) {
	int status = -1;
	fclose(output);
	return waitpid(child, &status, 0) < 0 ? -1 : status;
}`,
};
