#include <cstdio>

namespace media {
namespace audio {

int rate() { return 48; }

} // namespace audio
} // namespace media

int main() { std::printf("%d\n", media::audio::rate()); }
