#include "engine/core/error.h"
#include "engine/exports/table_export.h"
#include "tests/test_case.h"
#include "ui/document/request.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

namespace ffn::ui {

namespace {

const std::string kTutorial = std::string(FFNSCOPE_FIXTURES) + "/forward/tutorial.safetensors";

Request small_request() {
    Request request;
    request.model.random.d_model = 24;
    request.model.random.d_ff = 40;
    request.input.texts = {"one two three"};
    return request;
}

std::string write_text(const QTemporaryDir& folder, const QString& name, const QByteArray& text) {
    QFile file(folder.filePath(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size()) qFatal("cannot write");
    return file.fileName().toStdString();
}

} // namespace

/// From what a person asks for to the snapshot, without a window.
class TestRequest : public QObject {
    Q_OBJECT
  private slots:
    void whatDidNotChangeIsShared();
    void aFileIsToldApartByItsContent();
    void aSnapshotOpensWithoutWeights();
    void whatIsNothingOfTheKindIsRefused();
    void whatALongTextLeavesOutIsSaid();
    void anEmptyTextShowsAnExample();
};

void TestRequest::whatDidNotChangeIsShared() {
    const Opened first = fulfil(small_request(), {}, {});
    QCOMPARE(first.snapshot->shape(Stage::Hidden), (Shape{1, 3, 40}));

    Request typed = first.request;
    typed.input.texts = {"one two"};
    const Opened second = fulfil(typed, first, {});
    QCOMPARE(second.model.model, first.model.model);
    QCOMPARE(second.snapshot->shape(Stage::Hidden).len, 2);

    Request edited = first.request;
    edited.edits.edits = {{UnitEdit::Kind::Ablate, {3}}};
    const Opened third = fulfil(edited, first, {});
    QCOMPARE(third.input.states, first.input.states);
    QCOMPARE(third.snapshot->stage(Stage::Hidden).at(0, 3), 0.0f);

    Request other = first.request;
    other.model.random.seed = 1;
    QVERIFY(fulfil(other, first, {}).model.model != first.model.model);
}

void TestRequest::aFileIsToldApartByItsContent() {
    const QTemporaryDir folder;
    const Opened opened = fulfil(small_request(), {}, {});
    // Endings lie on purpose.
    const std::string weights = folder.filePath("weights.dat").toStdString();
    std::filesystem::copy_file(kTutorial, weights);
    const Request with_weights = with_file(opened.request, opened, weights);
    QCOMPARE(with_weights.model.weights.string(), weights);
    QVERIFY(!with_weights.model.block.empty());

    const std::string states = folder.filePath("states.dat").toStdString();
    write_npy(*opened.snapshot, Stage::Output, states);
    QCOMPARE(with_file(opened.request, opened, states).input.input, states);

    const std::string text = write_text(folder, "text.dat", "a first line\n\nand a second\r\n");
    const Request with_text = with_file(opened.request, opened, text);
    QCOMPARE(with_text.input.texts, (std::vector<std::string>{"a first line", "and a second"}));
}

void TestRequest::aSnapshotOpensWithoutWeights() {
    const QTemporaryDir folder;
    const Opened opened = fulfil(small_request(), {}, {});
    const std::string file = folder.filePath("saved.safetensors").toStdString();
    write_snapshot(*opened.snapshot, {Stage::Input, Stage::Hidden, Stage::Output}, file);
    const Opened again = fulfil(with_file(opened.request, opened, file), opened, {});
    QVERIFY(!again.snapshot->model);
    QVERIFY(!again.snapshot->has(Stage::Projection));
    QVERIFY(std::ranges::equal(again.snapshot->stage(Stage::Hidden).values(),
                               opened.snapshot->stage(Stage::Hidden).values()));
    QCOMPARE(again.snapshot->tokens->len(), 3);
    for (std::size_t i = 0; i < 3; ++i) {
        QCOMPARE(again.snapshot->tokens->rows[0][i].text, opened.snapshot->tokens->rows[0][i].text);
        QCOMPARE(again.snapshot->tokens->rows[0][i].id, opened.snapshot->tokens->rows[0][i].id);
    }
}

void TestRequest::whatIsNothingOfTheKindIsRefused() {
    const QTemporaryDir folder;
    const Opened opened = fulfil(small_request(), {}, {});
    const std::string binary =
        write_text(folder, "noise", QByteArray("\x01\x02\x03\x04\x05\x06\x07\x08 noise", 14));
    QVERIFY_THROWS_EXCEPTION(Error, with_file(opened.request, opened, binary));
    QVERIFY_THROWS_EXCEPTION(Error,
                             with_file(opened.request, opened, folder.filePath("absent").toStdString()));
    QVERIFY_THROWS_EXCEPTION(Error, with_file(opened.request, opened, folder.path().toStdString()));
}

void TestRequest::whatALongTextLeavesOutIsSaid() {
    const QTemporaryDir folder;
    const Opened opened = fulfil(small_request(), {}, {});
    const auto openedFrom = [&](const QByteArray& text) {
        return with_file(opened.request, opened, write_text(folder, "long.txt", text));
    };
    const Request whole = openedFrom(QByteArray("word\n").repeated(256) + "\n");
    QCOMPARE(whole.input.texts.size(), 256);
    QVERIFY(fulfil(whole, opened, {}).warning.empty());
    const Request lines = openedFrom(QByteArray("word\n").repeated(257));
    QCOMPARE(lines.input.texts.size(), 256);
    QVERIFY(QString::fromStdString(fulfil(lines, opened, {}).warning).contains("first 256 lines"));
    // Longer than a mebibyte: the whole lines of what is read.
    const Request bytes = openedFrom((QByteArray(300'000, 'w') + '\n').repeated(4));
    QCOMPARE(bytes.input.texts.size(), 3);
    QCOMPARE(bytes.input.texts.back().size(), 300'000);
    QVERIFY(QString::fromStdString(bytes.note).contains("first 3 lines"));
}

void TestRequest::anEmptyTextShowsAnExample() {
    Request request = small_request();
    request.input.texts = {""};
    const Opened emptied = fulfil(request, {}, {});
    QCOMPARE(emptied.request.input.texts, std::vector<std::string>{""}); // as it was asked for
    QVERIFY(emptied.example.starts_with("The quick brown"));
    QCOMPARE(emptied.snapshot->tokens->rows[0][0].text, std::string("The"));
    Request edited = emptied.request;
    edited.edits = {{{UnitEdit::Kind::Ablate, {1}}}};
    QCOMPARE(fulfil(edited, emptied, {}).example, emptied.example); // the input is the same still
    request.input.texts.clear();
    const Opened nothing = fulfil(request, {}, {});
    QCOMPARE(nothing.request.input.texts, std::vector{emptied.example});
    QVERIFY(nothing.example.empty());
}

static const test::Case<TestRequest> kCase;

} // namespace ffn::ui

#include "tst_request.moc"
