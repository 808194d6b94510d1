#include "genres.h"

int main() { return Tag::V1::genreMap() + Tag::V1::genreList() - 8; }
