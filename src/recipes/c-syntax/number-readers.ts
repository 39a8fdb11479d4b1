/** A function that reads one whole number, blanks around it, and gives -1 for anything else. `range`: what else makes it none. */
export const numberReader = (name: string, type: string, range: string): { name: string; text: string; headers: string[] } => ({
  name,
  text: `static int ${name}(const char *text, ${type} *number)
{
	char *end;
	long value;

	errno = 0;
	value = strtol(text, &end, 10);
	if (end == text || errno == ERANGE${range})
		return -1;
	while (isspace((unsigned char)*end))
		end++;
	if (*end != '\\0')
		return -1;
	*number = ${type === "long" ? "value" : `(${type})value`};
	return 0;
}`,
  headers: ["ctype.h", "errno.h", ...(type === "long" ? [] : ["limits.h"]), "stdlib.h"],
});
