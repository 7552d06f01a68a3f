#include "engine/formats/csv_numbers.h"
#include "tests/fuzz/fuzz_file.h"

using namespace ffn;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    return fuzz::attempt([&] {
        CsvReader csv(fuzz::file("w.csv", {data, size}));
        while (csv.next())
            for (const std::string_view cell : csv.cells())
                (void)csv_number(cell);
    });
}
