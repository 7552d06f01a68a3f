#include "ui/scan/scan_start.h"

#include "engine/core/error.h"

#include <algorithm>

namespace ffn::ui {

ScanSubject scanSubject(const FeedForward& model, const Edits& edits, const TokenEncoder& encoder) {
    ScanSubject subject = scan_subject(model, edits);
    subject.tokenizer = encoder.tokenizer->name();
    subject.embedding = encoder.embedding;
    subject.positions = name(encoder.positions);
    return subject;
}

ScannedFile fileToGoOnWith(const CorpusScan& scan, const std::string& name) {
    const ScannedFile now = file_to_scan(name);
    const auto saved = std::ranges::find(scan.files, name, &ScannedFile::name);
    if (saved == scan.files.end()) return now;
    if (saved->size != now.size) throw Error(name, "is not as long as it was when the scan began");
    return *saved;
}

} // namespace ffn::ui
