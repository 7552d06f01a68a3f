#include "engine/core/error.h"
#include "tests/test_case.h"
#include "tests/ui/heatmap/snapshot_literal.h"
#include "ui/figure/figure_export.h"
#include "ui/figure/figure_layout.h"

#include <QImage>
#include <QPainter>
#include <QProcess>
#include <QSvgRenderer>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

using namespace ffn;
using namespace ffn::ui;

namespace {

std::shared_ptr<Snapshot> small() {
    auto snapshot = fixture::snapshotOf({{"The", "狐狸", "\n"}, {"fox"}});
    fixture::addStage(*snapshot, Stage::PreActivation, 6, [](auto row, auto unit) {
        return row == 1 && unit == 1 ? std::nanf("") : fixture::mixed(row, unit);
    });
    fixture::addStage(*snapshot, Stage::NormMean, 1, fixture::mixed);
    return snapshot;
}

// Pixels of exactly this colour.
int count(const QImage& image, Rgb c) {
    int n = 0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            n += (image.pixel(x, y) & 0xFFFFFF) == (qRgb(c.r, c.g, c.b) & 0xFFFFFF);
    return n;
}

ColorScale automaticScale(const Snapshot& snapshot, Stage stage) {
    ColorScale scale;
    scale.map = automaticMap(snapshot, stage, Reduction::SignedMaxAbs, false);
    std::tie(scale.low, scale.high) = rangeEnds({}, snapshot, stage, Reduction::SignedMaxAbs, {});
    return scale;
}

} // namespace

class TestFigureExport : public QObject {
    Q_OBJECT
  private slots:
    void mapSizesAreSensible_data() {
        QTest::addColumn<qint64>("rows");
        QTest::addColumn<qint64>("units");
        QTest::addColumn<QSize>("size");
        QTest::newRow("10 × 2048") << qint64(10) << qint64(2048) << QSize(1024, 180);
        QTest::newRow("512 × 512") << qint64(512) << qint64(512) << QSize(1024, 1024);
        QTest::newRow("1 × 8") << qint64(1) << qint64(8) << QSize(464, 40);
        QTest::newRow("4096 × 16384") << qint64(4096) << qint64(16384) << QSize(1093, 1366);
        QTest::newRow("one value a token") << qint64(5) << qint64(1) << QSize(72, 90);
    }
    void mapSizesAreSensible() {
        QFETCH(qint64, rows);
        QFETCH(qint64, units);
        QTEST(mapSize(units, rows), "size");
    }

    void pngIsScaledWhole() {
        const auto snapshot = small();
        FigureOptions options;
        const QImage one =
            QImage::fromData(renderFigure(*snapshot, Stage::PreActivation, options, FigureFormat::Png));
        options.scale = 3;
        const QImage three =
            QImage::fromData(renderFigure(*snapshot, Stage::PreActivation, options, FigureFormat::Png));
        QVERIFY(one.width() > 300);
        QCOMPARE(three.size(), one.size() * 3);
        QCOMPARE(qRound(three.dotsPerMeterX() * 0.0254), 288);
    }

    void everyCellsColourIsInThePng() {
        const auto snapshot = small();
        const QImage image =
            QImage::fromData(renderFigure(*snapshot, Stage::PreActivation, {}, FigureFormat::Png));
        const ColorScale scale = automaticScale(*snapshot, Stage::PreActivation);
        const QSize cell(58, 18 * 2); // at least half of a cell's pixels are free of its number
        for (const auto& [row, unit] : {std::pair{0, 0}, {2, 5}, {3, 3}})
            QVERIFY(count(image, scale.color(fixture::mixed(row, unit))) > cell.width() * 18 / 4);
        QVERIFY(count(image, scale.nan) > cell.width() * 18 / 4);
    }

    void svgHasTextAndALosslessMap() {
        const auto snapshot = small();
        FigureOptions options;
        options.title = {"A title & <more>"};
        const QByteArray svg = renderFigure(*snapshot, Stage::PreActivation, options, FigureFormat::Svg);
        QXmlStreamReader xml(svg);
        QString text;
        int images = 0;
        while (!xml.atEnd()) {
            if (xml.readNext() == QXmlStreamReader::StartElement && xml.name() == u"image") {
                ++images;
                const auto attributes = xml.attributes();
                const auto link = attributes.value("http://www.w3.org/1999/xlink", "href");
                QVERIFY(link.startsWith(u"data:image/png;base64,"));
            }
            if (xml.isCharacters()) text += xml.text().trimmed().toString() + '|';
        }
        QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
        QCOMPARE(images, 1);
        for (const char* needed :
             {"A title & <more>", "狐狸", "⏎", "1▸ fox", "pre_activation", "layer.0", "unit"})
            QVERIFY2(text.contains(needed), needed);
    }

    void svgDrawnAgainHasTheCellsColours() {
        const auto snapshot = small();
        QSvgRenderer renderer(renderFigure(*snapshot, Stage::PreActivation, {}, FigureFormat::Svg));
        QVERIFY(renderer.isValid());
        QImage image(renderer.viewBox().size(), QImage::Format_RGB32);
        image.fill(Qt::white);
        QPainter painter(&image);
        renderer.render(&painter);
        painter.end();
        const ColorScale scale = automaticScale(*snapshot, Stage::PreActivation);
        QVERIFY(count(image, scale.color(fixture::mixed(2, 5))) > 200);
        QVERIFY(count(image, scale.nan) > 200);
    }

    // Opened again by another program: the cells' colours are the data's.
    void pdfDrawnAgainHasTheCellsColours() {
        const auto snapshot = small();
        QTemporaryDir folder;
        saveFigure(*snapshot, Stage::PreActivation, {}, folder.filePath("a.pdf").toStdString(),
                   FigureFormat::Pdf);
        QProcess poppler;
        poppler.start("pdftoppm", {"-r", "96", "-png", folder.filePath("a.pdf"), folder.filePath("a")});
        QVERIFY2(poppler.waitForFinished(30000) && poppler.exitCode() == 0,
                 "pdftoppm of Debian's poppler-utils is needed");
        const QImage image(folder.filePath("a-1.png"));
        QVERIFY(!image.isNull());
        const ColorScale scale = automaticScale(*snapshot, Stage::PreActivation);
        for (const auto& [row, unit] : {std::pair{0, 0}, {2, 5}, {3, 3}})
            QVERIFY(count(image, scale.color(fixture::mixed(row, unit))) > 200);
        QVERIFY(count(image, scale.nan) > 200);
    }

    void aPartInAnOrderHasItsOwnCellsAndNames_data() {
        QTest::addColumn<bool>("transposed");
        QTest::newRow("upright") << false;
        QTest::newRow("transposed") << true;
    }
    void aPartInAnOrderHasItsOwnCellsAndNames() {
        QFETCH(bool, transposed);
        const auto snapshot = small();
        FigureOptions options;
        options.order = CellOrder({3, 2, 1, 0, 4, 5}, {5, 4, 3, 2, 1, 0});
        options.part = CellRect{0, 1, 2, 2}; // rows 3 and 2, units 4 and 3
        options.ends = {-1.f, 1.f};
        options.transposed = transposed;
        const QByteArray svg = renderFigure(*snapshot, Stage::PreActivation, options, FigureFormat::Svg);
        QXmlStreamReader xml(svg);
        QStringList texts;
        while (!xml.atEnd()) {
            xml.readNext();
            if (xml.isCharacters() && !xml.isWhitespace()) texts += xml.text().trimmed().toString();
        }
        for (const char* needed : {"1▸ fox", "0▸ ⏎", "4", "3"})
            QVERIFY2(texts.contains(needed), needed);
        QVERIFY(!texts.contains("0▸ The"));
        const QImage image =
            QImage::fromData(renderFigure(*snapshot, Stage::PreActivation, options, FigureFormat::Png));
        ColorScale scale = automaticScale(*snapshot, Stage::PreActivation);
        scale.low = -1;
        scale.high = 1;
        for (const auto& [row, unit] : {std::pair{3, 4}, {3, 3}, {2, 4}, {2, 3}})
            QVERIFY(count(image, scale.color(fixture::mixed(row, unit))) > 200);
        const Rgb elsewhere = scale.color(fixture::mixed(0, 0));
        QVERIFY(count(image, elsewhere) < 200);
    }

    void pdfIsOnePageWithoutJpeg() {
        const QByteArray pdf = renderFigure(*small(), Stage::PreActivation, {}, FigureFormat::Pdf);
        QVERIFY(pdf.startsWith("%PDF-"));
        QVERIFY(pdf.contains("%%EOF"));
        QVERIFY(pdf.contains("/Subtype /Image"));
        QVERIFY(!pdf.contains("DCTDecode")); // JPEG
    }

    void statisticsAreBars() {
        const QImage image = QImage::fromData(renderFigure(*small(), Stage::NormMean, {}, FigureFormat::Png));
        QVERIFY(count(image, {45, 100, 180}) > 500);
    }

    void refusesWhatCannotBe() {
        const auto snapshot = small();
        const auto sentence = [&](Stage stage, const FigureOptions& options) {
            try {
                renderFigure(*snapshot, stage, options, FigureFormat::Png);
            } catch (const Error& error) {
                return QString(error.what());
            }
            return QString();
        };
        FigureOptions options;
        QVERIFY(sentence(Stage::Gate, options).contains("gate"));
        options.scale = 9;
        QVERIFY(sentence(Stage::NormMean, options).contains("1 to 8"));
        options = {};
        options.map = "jet";
        QVERIFY(sentence(Stage::NormMean, options).contains("viridis"));
    }

    void aFileIsWholeOrAbsent() {
        QTemporaryDir folder;
        const std::filesystem::path good = folder.filePath("a.png").toStdString();
        saveFigure(*small(), Stage::PreActivation, {}, good, FigureFormat::Png);
        QVERIFY(!QImage(folder.filePath("a.png")).isNull());
        const std::filesystem::path bad = folder.filePath("none/a.png").toStdString();
        QVERIFY_EXCEPTION_THROWN(saveFigure(*small(), Stage::PreActivation, {}, bad, FigureFormat::Png),
                                 Error);
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files).size(), 1);
    }
};

static const ffn::test::Case<TestFigureExport> kCase;
#include "tst_figure_export.moc"
