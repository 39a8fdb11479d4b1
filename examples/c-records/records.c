#include "records.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Bytes of a station's name, of a remark and of a line of a log, each with its end mark. */
#define NAME_ROOM 8
#define REMARK_ROOM 24
#define LINE_ROOM 256

/* The CRC-32 of any bytes that have their own behind them. */
#define CRC_INTACT 0x2144df1cu

uint32_t crc32_of(uint32_t crc, const char *bytes, size_t size) {
  crc = ~crc;
  for (size_t at = 0; at < size; at++) {
    crc ^= (unsigned char)bytes[at];
    for (int bit = 0; bit < 8; bit++)
      crc = crc >> 1 ^ (0xedb88320u & (0u - (crc & 1u)));
  }
  return ~crc;
}

static int is_intact(const char *name, uint32_t seal) {
  const char bytes[4] = {(char)(seal & 0xff), (char)(seal >> 8 & 0xff), (char)(seal >> 16 & 0xff), (char)(seal >> 24)};
  return crc32_of(crc32_of(0, name, strlen(name)), bytes, sizeof(bytes)) == CRC_INTACT;
}

enum outcome print_station(const char *name, uint32_t seal) {
  char shown[NAME_ROOM];
  /* A torn line may be of any length. One that is intact comes from a logger, and loggers keep to short names. */
  if (strlen(name) >= sizeof(shown) && !is_intact(name, seal))
    return REFUSED;
  strcpy(shown, name);
  printf("station %s\n", shown);
  return PRINTED;
}

enum outcome print_remark(const char *text) {
  char shown[REMARK_ROOM];
  if (strlen(text) > sizeof(shown))
    return REFUSED;
  strcpy(shown, text);
  printf("  %s\n", shown);
  return PRINTED;
}

enum outcome print_next(FILE *log) {
  char line[LINE_ROOM];
  if (fgets(line, sizeof(line), log) == NULL)
    return AT_END;
  line[strcspn(line, "\n")] = '\0';
  if (line[0] == 'R')
    return print_remark(line + 1);
  char *seal = strchr(line, '*');
  if (line[0] != 'S' || seal == NULL)
    return REFUSED;
  *seal = '\0';
  return print_station(line + 1, (uint32_t)strtoul(seal + 1, NULL, 16));
}
