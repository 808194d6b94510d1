namespace io {
struct Reader {};
struct Writer {};
} // namespace io

int main() {
  io::Reader reader;
  io::Writer writer;
  (void)reader, (void)writer;
}
