#include "disk.h"

int bytes(int sectors) { return sectors * disk::SectorSize; }
