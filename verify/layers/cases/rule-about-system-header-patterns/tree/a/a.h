#include <sys/stat.h>
#include <unistd.h>
#include <stdio.h>
