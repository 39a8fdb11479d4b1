export const EXECUTE_BOUND = {
  name: "execute_bound",
  headers: ["sqlite3.h"],
  text: `/* Runs a statement with values in place of its "?"; gives and tells what sqlite3_exec does. */
static int execute_bound(sqlite3 *database, const char *text, const char *const values[], int count, char **message) {
	sqlite3_stmt *statement = NULL;
	int result = sqlite3_prepare_v2(database, text, -1, &statement, NULL);
	for (int at = 0; result == SQLITE_OK && at < count; at++) {
		result = sqlite3_bind_text(statement, at + 1, values[at], -1, SQLITE_TRANSIENT);
	}
	if (result == SQLITE_OK) {
		while ((result = sqlite3_step(statement)) == SQLITE_ROW) {
		}
	}
	if (result == SQLITE_DONE) {
		result = SQLITE_OK;
	} else if (message != NULL) {
		*message = sqlite3_mprintf("%s", sqlite3_errmsg(database));
	}
	sqlite3_finalize(statement);
	return result;
}`,
};
