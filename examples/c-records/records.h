#ifndef RECORDS_H
#define RECORDS_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum outcome { PRINTED, REFUSED, AT_END };

/* The CRC-32 of some bytes; goes on from the CRC of those before them, which is 0 at the beginning. */
uint32_t crc32_of(uint32_t crc, const char *bytes, size_t size);

/* Prints the name of a station; the seal is the CRC-32 of the name. */
enum outcome print_station(const char *name, uint32_t seal);

enum outcome print_remark(const char *text);

/* Prints the next record of a log. */
enum outcome print_next(FILE *log);

#endif
