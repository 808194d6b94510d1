#include <cstdio>

namespace audio {

int rate() { return 48; }

} // namespace audio

int main() { std::printf("%d\n", audio::rate()); }
