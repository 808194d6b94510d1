// Sorted first, and sees no definition of the map.
#include "new/file.h"

int base::Tag::count(const Map *map) const { return map ? 1 : 0; }
int early(const old::File *file) { return file ? file->tag.count(nullptr) : 0; }
