#include "ui/compare/compare_panel.h"

#include "engine/exports/snapshot_file.h"
#include "engine/forward/forward.h"
#include "tests/test_case.h"
#include "tests/ui/panels/panel_test.h"
#include "ui/compare/reference.h"

#include <QCheckBox>
#include <QComboBox>
#include <QSignalSpy>
#include <QTemporaryDir>

#include <cmath>

namespace ffn::ui {

namespace {

/// A document with its reference and the panel, wired as in the window.
struct Desk {
    Document document;
    ViewState state;
    Reference reference{&document};
    ComparePanel panel{&state, &reference};

    Desk() {
        QObject::connect(&document, &Document::snapshotChanged, &panel, [this](SnapshotPtr snapshot) {
            reference.follow();
            panel.setSnapshot(snapshot);
        });
        panel.resize(440, 800);
        panel.show();
        Request request;
        request.model.random.d_model = 8;
        request.model.random.d_ff = 16;
        request.model.random.seed = 3;
        request.input.texts = {"one two three"};
        document.start(request);
        wait();
        state.setStage(Stage::Hidden);
    }
    void wait() {
        QVERIFY(QTest::qWaitFor([this] {
            return document.snapshot() && !document.isBusy() && !reference.isBusy() && panel.isSettled();
        }));
    }
    void edit(const EditList& edits) {
        document.setEdits(edits);
        wait();
    }
    void open(const QStringList& files) {
        document.openFiles(files);
        wait();
    }
    QComboBox* box(const char* name) { return panel.findChild<QComboBox*>(name); }
    void choose(const char* name, int data) {
        const int index = box(name)->findData(data);
        box(name)->setCurrentIndex(index);
        emit box(name)->activated(index);
        wait();
    }
    QString blockReason() {
        const int index = box("compareKind")->findData(int(Reference::Kind::Block));
        return box("compareKind")->itemData(index, Qt::ToolTipRole).toString();
    }
    bool offersBlocks() {
        const int index = box("compareKind")->findData(int(Reference::Kind::Block));
        return box("compareKind")->model()->flags(box("compareKind")->model()->index(index, 0)) &
               Qt::ItemIsEnabled;
    }
};

const QString kCaptures = QString(FFNSCOPE_FIXTURES) + "/captures/";
const QString kWeights = kCaptures + "encoder.safetensors",
              kCapture = kCaptures + "encoder.capture.safetensors";

/// A stage as PyTorch had it in that block.
Tensor captured(const char* block, Stage stage) {
    const auto archive = open_archive(kCapture.toStdString());
    return archive->read(std::size_t(archive->find(std::string(block) + "/" + std::string(name(stage)))));
}

double distance(const Tensor& a, const Tensor& b) {
    double most = a.size() == b.size() ? 0 : INFINITY;
    for (std::int64_t i = 0; i < std::min(a.size(), b.size()); ++i)
        most = std::max(most, std::abs(double(a.data()[i]) - double(b.data()[i])));
    return most;
}

EditList ablation(std::int64_t unit) {
    return {{{UnitEdit::Kind::Ablate, {unit}}}};
}

double largest(const Snapshot& a, const Snapshot& b, Stage stage) {
    double most = 0;
    for (std::int64_t i = 0; i < a.stage(stage).size(); ++i)
        most = std::max(most, std::abs(double(b.stage(stage).data()[i]) - double(a.stage(stage).data()[i])));
    return most;
}

} // namespace

class TestComparePanel : public QObject {
    Q_OBJECT
  private slots:
    void withoutEditsThereIsNothingToCompare() {
        Desk d;
        QVERIFY(test::text(d.panel, "compareHeadline").startsWith("Nothing to compare"));
    }

    void whatWasJustKeptIsSaidToBeKept() {
        Desk d;
        d.reference.keep();
        QVERIFY(test::text(d.panel, "compareHeadline").startsWith("Kept"));
        d.edit(ablation(2));
        QVERIFY(test::text(d.panel, "compareHeadline").startsWith("Against what was kept"));
    }

    void anEditIsHeldAgainstTheOriginal() {
        Desk d;
        d.edit(ablation(2));
        const auto& table = d.panel.findChild<NumberTable*>("compareStages")->table();
        const Snapshot &a = *d.document.opened().original, &b = *d.document.snapshot();
        for (const Stage stage :
             {Stage::Input, Stage::PreActivation, Stage::Hidden, Stage::Projection, Stage::Output})
            QCOMPARE(table.numberAt(table.rowOf(qint64(stage)), 1), largest(a, b, stage));
        QCOMPARE(table.numberAt(table.rowOf(qint64(Stage::Input)), 4), 0.0);
        const auto* list = d.panel.findChild<NumberTable*>("compareLargest");
        QCOMPARE(list->table().numberAt(0, 1), 2.0); // the ablated unit
        QCOMPARE(list->table().numberAt(0, 3), 0.0);
    }

    void anotherTextIsNotSaidToBeTheSame() {
        Desk d;
        d.reference.keep();
        d.document.setTexts({"one two three four"});
        d.wait();
        const QString note = test::text(d.panel, "compareNote");
        QVERIFY2(note.contains("1 here and 0 there have no counterpart"), qPrintable(note));
        QVERIFY2(note.contains("that are compared are the same") && !note.contains("Nothing differs"),
                 qPrintable(note));
    }

    void whereNothingDiffersItIsSaid() {
        Desk d;
        const QTemporaryDir folder;
        const QString file = folder.filePath("s.safetensors");
        write_snapshot(*d.document.snapshot(), {Stage::Input, Stage::Hidden}, file.toStdString());
        d.reference.useFile(file);
        d.wait();
        QVERIFY(test::text(d.panel, "compareNote").contains("Nothing differs"));
        QCOMPARE(test::text(d.panel, "compareLargestTitle"), QString("Nothing differs in hidden"));
        QVERIFY(!d.panel.findChild<NumberTable*>("compareLargest")->isVisible());
        d.reference.useOriginal();
        d.edit(ablation(2));
        QVERIFY(!test::text(d.panel, "compareNote").contains("Nothing differs"));
        d.state.setStage(Stage::Input); // the same with the edit, too
        QCOMPARE(test::text(d.panel, "compareLargestTitle"), QString("Nothing differs in input x"));
        d.state.setStage(Stage::Hidden);
        QVERIFY(d.panel.findChild<NumberTable*>("compareLargest")->isVisible());
    }

    void aClickOnADifferenceGoesThere() {
        Desk d;
        d.edit(ablation(2));
        auto* list = d.panel.findChild<NumberTable*>("compareLargest");
        test::click(*list, 0, 0);
        QCOMPARE(d.state.unit(), 2);
        const Tensor& hidden = d.document.opened().original->stage(Stage::Hidden);
        for (qint64 row = 0; row < 3; ++row)
            QVERIFY(std::abs(hidden.at(d.state.row(), 2)) >= std::abs(hidden.at(row, 2)));
    }

    // Behind another tab it keeps what it found last, also when the sentence is shorter by now.
    void aHiddenPanelShowsWhatItFoundInTheSnapshotItFoundItIn() {
        Desk d;
        d.reference.keep();
        d.document.setTexts({"one two four five"}); // "four" takes the place of "three"
        d.wait();
        d.panel.hide();
        d.document.setTexts({"one"});
        d.wait();
        for (const Stage stage : {Stage::Output, Stage::PreActivation, Stage::Hidden})
            d.state.setStage(stage);
        const auto& list = d.panel.findChild<NumberTable*>("compareLargest")->table();
        QVERIFY(list.rowCount() > 0);
        for (int row = 0; row < list.rowCount(); ++row)
            QCOMPARE(list.index(row, 0).data().toString(), QString("three → four"));
    }

    void theDifferencesGoIntoTheMapAndFollow() {
        Desk d;
        QSignalSpy shown(&d.panel, &ComparePanel::differenceChanged);
        d.edit(ablation(2));
        d.panel.findChild<QCheckBox*>("compareInMap")->setChecked(true);
        d.wait();
        QCOMPARE(shown.size(), 1);
        const auto isOfNow = [&] {
            if (!d.panel.difference()) return false;
            const Tensor& difference = d.panel.difference()->stage(Stage::Hidden);
            const Tensor &from = d.document.opened().original->stage(Stage::Hidden),
                         &to = d.document.snapshot()->stage(Stage::Hidden);
            for (std::int64_t i = 0; i < from.size(); ++i)
                if (difference.data()[i] != to.data()[i] - from.data()[i]) return false;
            return true;
        };
        QVERIFY(isOfNow());
        d.panel.hide(); // another tab: the map's difference still follows
        d.edit(ablation(4));
        QTRY_VERIFY(isOfNow());
        d.edit({});
        QTRY_VERIFY(!d.panel.difference());
    }

    void whatIsKeptStaysTheReference() {
        Desk d;
        d.reference.keep();
        d.wait();
        const SnapshotPtr kept = d.document.snapshot();
        d.document.setTexts({"one three"});
        d.wait();
        QCOMPARE(d.reference.snapshot(), kept);
        // "one" and "three" have counterparts, "two" has none; a token's row depends on that token alone.
        const auto& table = d.panel.findChild<NumberTable*>("compareStages")->table();
        QVERIFY(table.numberAt(table.rowOf(qint64(Stage::Output)), 1) < 1e-6);
        QCOMPARE(d.reference.kind(), Reference::Kind::Kept);
    }

    void theReferenceIsComputedAnewForAnotherInputOnly_data() {
        QTest::addColumn<bool>("random");
        QTest::newRow("random weights") << true;
        QTest::newRow("a file") << false;
    }
    void theReferenceIsComputedAnewForAnotherInputOnly() {
        QFETCH(bool, random);
        const QTemporaryDir folder;
        const QString file = folder.filePath("weights.safetensors");
        QVERIFY(QFile::copy(QString(FFNSCOPE_FIXTURES) + "/forward/tutorial.safetensors", file));
        Desk d;
        d.document.openFiles({file});
        d.wait();
        random ? d.reference.useRandom() : d.reference.useFile(file);
        QVERIFY(!d.reference.snapshot()); // it is not what the last one was computed of
        d.wait();
        const SnapshotPtr first = d.reference.snapshot();
        QVERIFY(first);
        QVERIFY(QFile::remove(file)); // its weights are in memory now
        QSignalSpy changed(&d.reference, &Reference::changed), failed(&d.reference, &Reference::failed);
        d.edit(ablation(2));
        d.edit(ablation(3));
        QCOMPARE(d.reference.snapshot(), first);
        QCOMPARE(changed.size(), 0);
        d.document.setTexts({"one"});
        d.wait();
        QCOMPARE(d.reference.snapshot()->tokens->len(), 1);
        QCOMPARE(d.reference.snapshot()->model, first->model);
        QCOMPARE(failed.size(), 0);
    }

    void randomWeightsAndFilesGetTheSameInput() {
        Desk d;
        d.reference.useRandom();
        d.wait();
        QVERIFY(d.reference.snapshot());
        QCOMPARE(d.reference.snapshot()->kept[std::size_t(Stage::Input)],
                 d.document.snapshot()->kept[std::size_t(Stage::Input)]);
        QVERIFY(largest(*d.reference.snapshot(), *d.document.snapshot(), Stage::Hidden) > 0.01);
        const QTemporaryDir folder;
        const QString file = folder.filePath("s.safetensors");
        write_snapshot(*d.document.snapshot(), {Stage::Input, Stage::Hidden}, file.toStdString());
        d.reference.useFile(file);
        d.wait();
        QCOMPARE(largest(*d.reference.snapshot(), *d.document.snapshot(), Stage::Hidden), 0.0);
        QSignalSpy failed(&d.reference, &Reference::failed);
        d.reference.useFile(folder.filePath("none"));
        QTRY_COMPARE(failed.size(), 1);
    }

    void anotherBlockIsOfferedWhereThereIsOne() {
        Desk d;
        QVERIFY(!d.offersBlocks()); // random weights are one block
        QVERIFY(d.blockReason().contains("no other block"));
        d.open({kWeights});
        QVERIFY(d.offersBlocks());
        QCOMPARE(d.blockReason(), QString());
        QVERIFY(!d.box("compareBlock")->isVisible());
        d.choose("compareKind", int(Reference::Kind::Block));
        QVERIFY(d.box("compareBlock")->isVisible());
        QCOMPARE(d.box("compareBlock")->currentText(), QString("layers.1"));
        QVERIFY(!d.box("compareGiven")->isEnabled()); // nothing was captured
    }

    void twoBlocksGetTheSameInput() {
        Desk d;
        d.open({QString(FFNSCOPE_FIXTURES) + "/hub/bert/model.safetensors"}); // its blocks differ
        d.choose("compareKind", int(Reference::Kind::Block));
        const Opened& open = d.document.opened();
        const auto other = open_block(open.model, "1");
        const auto plain = forward(other.model, open.input.tokens, open.input.states);
        QCOMPARE(distance(d.reference.snapshot()->stage(Stage::Output), plain->stage(Stage::Output)), 0.0);
        QCOMPARE(
            distance(d.reference.snapshot()->stage(Stage::Input), d.document.snapshot()->stage(Stage::Input)),
            0.0);
        const QString block = QString::fromStdString(open.model.listing.blocks[1].id);
        QVERIFY(test::text(d.panel, "compareHeadline").contains(block));
        QVERIFY(largest(*plain, *d.document.snapshot(), Stage::Hidden) > 0.01);
        QVERIFY(test::text(d.panel, "compareNote").contains("the same"));
        const auto& table = d.panel.findChild<NumberTable*>("compareStages")->table();
        QCOMPARE(table.numberAt(table.rowOf(qint64(Stage::Hidden)), 1),
                 largest(*plain, *d.document.snapshot(), Stage::Hidden));
        // It follows the input, with the weights it has.
        const auto model = d.reference.snapshot()->model;
        d.document.setTexts({"four"});
        d.wait();
        QCOMPARE(d.reference.snapshot()->tokens->len(), 1);
        QCOMPARE(d.reference.snapshot()->model, model);
        d.document.chooseBlock(block); // itself: nothing differs
        d.wait();
        QCOMPARE(distance(d.reference.snapshot()->stage(Stage::Output),
                          d.document.snapshot()->stage(Stage::Output)),
                 0.0);
    }

    void blocksOfACaptureGetTheirOwn() {
        Desk d;
        d.open({kWeights, kCapture});
        d.choose("compareKind", int(Reference::Kind::Block));
        QCOMPARE(distance(d.reference.snapshot()->stage(Stage::Input), captured("layers.0", Stage::Input)),
                 0.0);
        d.choose("compareGiven", int(Reference::Given::Captured));
        QCOMPARE(distance(d.reference.snapshot()->stage(Stage::Input), captured("layers.1", Stage::Input)),
                 0.0);
        // The same float32 sums in another order, of numbers around 1.
        QVERIFY(distance(d.reference.snapshot()->stage(Stage::Output), captured("layers.1", Stage::Output)) <
                1e-5);
        QVERIFY(test::text(d.panel, "compareNote").contains("its own"));
    }

    void ofACaptureAloneItsBlocksAreCompared() {
        Desk d;
        d.open({kCapture});
        QVERIFY(d.offersBlocks());
        d.choose("compareKind", int(Reference::Kind::Block));
        QCOMPARE(distance(d.reference.snapshot()->stage(Stage::Hidden), captured("layers.1", Stage::Hidden)),
                 0.0);
        QVERIFY(test::text(d.panel, "compareNote").contains("its own"));
    }

    void anotherFileHasOtherBlocks() {
        Desk d;
        d.open({kWeights});
        d.choose("compareKind", int(Reference::Kind::Block));
        d.open({QString(FFNSCOPE_FIXTURES) + "/forward/tutorial.safetensors"});
        QCOMPARE(d.reference.kind(), Reference::Kind::Original);
        QVERIFY(!d.box("compareBlock")->isVisible());
    }
};

static const ffn::test::Case<TestComparePanel> kCase;

} // namespace ffn::ui

#include "tst_compare_panel.moc"
