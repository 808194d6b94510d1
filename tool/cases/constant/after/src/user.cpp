#include "sector.h"

int bytes(int sectors) { return sectors * disk::SectorSize; }
