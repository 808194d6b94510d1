#ifndef GENRES_H
#define GENRES_H
namespace Tag {
namespace V1 {
typedef int GenreMap;
GenreMap genreMap();
GenreMap genreList();
} // namespace V1
} // namespace Tag
#endif
