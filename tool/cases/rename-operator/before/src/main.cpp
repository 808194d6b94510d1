namespace unit {
struct Length {
  unsigned long long metres;
};
Length operator+(Length a, Length b) { return {a.metres + b.metres}; }
Length operator""_km(unsigned long long value) { return {value * 1000}; }
} // namespace unit

int main() {
  using namespace unit;
  return (1_km + 0_km).metres == 1000 ? 0 : 1;
}
