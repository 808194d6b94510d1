namespace unit {
unsigned long long operator""_km(unsigned long long value) { return value * 1000; }
} // namespace unit

int main() {
  using namespace unit;
  return 1_km == 1000 ? 0 : 1;
}
