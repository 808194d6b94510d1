#include "genres.h"

using namespace Tag;

namespace {
const int genres = 4;
}

V1::GenreMap V1::genreList() { return genres; }

V1::GenreMap V1::moved::genreMap()
{
  GenreMap m = genres;
  return m;
}
