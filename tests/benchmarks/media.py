"""What clips and photos cost and weigh, beside what others make of the same files.

    python tests/benchmarks/media.py CLIP... [--photos FOLDER] [--heics FOLDER] [--outdoor PHOTO]
                                     [--seconds 10] [--turns 1] [--only costs hlg weights ...]

--only prints some of the tables, since all of them take half an hour. A clip is cut to its first
seconds, without encoding; from 20 s up its cost holds the sample, too. --outdoor draws a clip of
1080 points for the weights: a hand held camera that pans over the photo, and its sensor's noise.

Peers are used where they are installed: HandBrakeCLI (Debian handbrake-cli), sigal, pyvips (PyPI,
with pyvips-binary), sharp and @11ty/eleventy-img (npm, looked for in NODE_PATH). Their results are
kept in the work folder, and used again. CPU is user and system time of the whole process and its
children, in seconds of one core; on Linux begin with `taskset -c 0`, so that it is one. VMAF is
libvmaf's v1 for a phone, and beside it v0.6.1, which most others quote; both on a picture of 720
points on its short side. HLG is the same clip made HDR here, since its colours do not matter for
what it costs.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.util import find_spec
from math import exp, log
from pathlib import Path
from statistics import median
from typing import Any

import ffmpeg
from msgspec.structs import replace
from PIL import Image, ImageCms

import checkout  # noqa: F401 - finds the rest
from generator.intake.probe import probe_file
from generator.model import MediaNote, Slot
from generator.plan.media.variants import clip_recipe, photo_recipe
from generator.recipes import ClipRecipe, Rendition
from generator.work.clip_args import (
    CANDIDATES,
    SoundLevel,
    candidate_options,
    clip_args,
    picture_streams,
    prepared_picture,
    rendition_options,
    sound_args,
    sound_streams,
)
from generator.work.footage import Footage
from generator.work.image import make_photo
from generator.work.tools import ffmpeg_path
from generator.work.video import make_clip, read_traits

MODELS = ("vmaf_v1.0.16_5d0h", "vmaf_v0.6.1")
LEVEL = SoundLevel(3.0)
WIDTHS = (480, 960, 1600)


# Measuring


def cost(command: Sequence[object], inside: Path) -> tuple[float, float]:
    """CPU seconds and the most MB of a command and its children."""
    code = (
        "import resource, subprocess, sys; "
        "done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE); "
        "used = resource.getrusage(resource.RUSAGE_CHILDREN); "
        "print(done.returncode, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024); "
        "sys.exit(done.stderr.decode(errors='replace') if done.returncode else 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, command)],
        cwd=inside,
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "SVT_LOG": "1"},
    )
    if done.returncode:
        sys.exit(f"{command}\n{done.stderr[-2000:]}")
    _, cpu, megabytes = done.stdout.split()[:3]
    return float(cpu), float(megabytes)


def run_ffmpeg(args: Sequence[object], inside: Path) -> tuple[float, float]:
    return cost([ffmpeg_path(), "-v", "error", "-nostdin", *args], inside)


def vmaf(made: Path, source: Path, inside: Path) -> tuple[float, ...]:
    """How the film looks beside its source, from 0 to 100, by each of the models."""
    recipe = recipe_of(source)
    wide, high = (max(one) for one in zip(*map(size, recipe.renditions), strict=True))
    scale = 720 / min(wide, high)
    shown = f"{round(wide * scale / 2) * 2}:{round(high * scale / 2) * 2}"
    prepared = f"fps={recipe.fps},scale={shown}:flags=bicubic,format=yuv420p,setpts=PTS-STARTPTS"
    models = "|".join(f"version={one}\\:name=vmaf{at}" for at, one in enumerate(MODELS))
    run_ffmpeg(
        ["-i", made, "-i", source, "-lavfi",
         f"[0:v]{prepared}[a];[1:v]{prepared}[b];[a][b]libvmaf=model='{models}':n_threads=2"
         ":n_subsample=3:log_fmt=json:log_path=vmaf.json", "-f", "null", "-"], inside,
    )  # fmt: skip
    found = json.loads((inside / "vmaf.json").read_text())
    return tuple(found["pooled_metrics"][f"vmaf{at}"]["mean"] for at in range(len(MODELS)))


def size(rendition: Rendition) -> tuple[int, int]:
    return rendition.width_px, rendition.height_px


def video_kbps(path: Path, seconds: float) -> float:
    """Of the picture alone."""
    bare = path.with_suffix(".bare.mkv")
    run_ffmpeg(["-y", "-i", path, "-map", "0:v:0", "-c", "copy", bare], path.parent)
    kbps = bare.stat().st_size * 8 / 1000 / seconds
    bare.unlink()
    return kbps


def recipe_of(source: Path) -> ClipRecipe:
    facts = probe_file(source, source.name).clip
    if facts is None:
        sys.exit(f"{source} is no clip")
    return clip_recipe(facts, MediaNote())


# Clips: cost


def ours(source: str, into: str) -> None:
    """In a process of its own: the whole pipeline."""
    Path(into).mkdir(parents=True, exist_ok=True)
    made = make_clip(recipe_of(Path(source)), Footage(Path(source), "clip"), Path(into))
    for file in made:
        print(file.name, file.width_px, file.height_px, file.size_bytes, file.mime)


def our_cost(source: Path, work: Path) -> tuple[float, float]:
    into = fresh(work / f"ours-{source.stem}")
    return cost([sys.executable, __file__, "--ours", source, into], work)


def bare_cost(source: Path, work: Path, recipe: ClipRecipe) -> tuple[float, float]:
    """The same graph by hand: sound and pictures, nothing measured, nothing verified."""
    into, look = fresh(work / f"bare-{source.stem}"), read_traits(source)
    sound, megabytes = run_ffmpeg(sound_args(f"file:{source}", LEVEL, (48, 64)), into)
    cpu, peak = run_ffmpeg(clip_args(recipe, f"file:{source}", look, recipe.sound), into)
    return sound + cpu, max(megabytes, peak)


def separate_cost(source: Path, work: Path, recipe: ClipRecipe) -> tuple[float, float]:
    """One command for each file, as most tools do it."""
    into, look = fresh(work / f"separate-{source.stem}"), read_traits(source)
    costs = []
    for one in recipe.renditions:
        given = ffmpeg.input(f"file:{source}")
        picture = prepared_picture(given["V:0"], recipe, one, look)
        sound = sound_streams(given["a:0"], LEVEL if recipe.sound else None, 1)[0]
        options = {**rendition_options(one, look, recipe), "c:a": "aac", "b:a": "48k"}
        args = ffmpeg.output(picture, *sound, one.name, **options).get_args()
        costs.append(run_ffmpeg(["-y", *args], into))
    largest = recipe.renditions[0]
    given = ffmpeg.input(f"file:{source}")
    streams = picture_streams(given["V:0"], replace(recipe, renditions=(largest,)), look)
    nothing = ffmpeg.output(streams[1], "-", format="null")
    stills = ffmpeg.output(streams[0], CANDIDATES, **candidate_options())
    costs.append(run_ffmpeg(["-y", *ffmpeg.merge_outputs(stills, nothing).get_args()], into))
    if recipe.sound:
        costs.append(run_ffmpeg(sound_args(f"file:{source}", LEVEL, (48,)), into))
    return sum(one[0] for one in costs), max(one[1] for one in costs)


def hlg_of(source: Path, work: Path) -> Path:
    made = work / f"{source.stem}-hlg.mov"
    if not made.exists():
        run_ffmpeg(
            ["-y", "-i", source, "-vf",
             "zscale=tin=bt709:min=bt709:pin=bt709:t=arib-std-b67:p=bt2020:m=bt2020nc:npl=203"
             ",format=yuv420p10le", "-c:v", "libx265", "-preset", "ultrafast", "-crf", "20",
             "-x265-params", "log-level=none:keyint=30", "-tag:v", "hvc1",
             "-color_primaries", "bt2020", "-color_trc", "arib-std-b67",
             "-colorspace", "bt2020nc", "-c:a", "copy", made], work,
        )  # fmt: skip
    return made


def outdoor_of(photo: Path, work: Path, seconds: float) -> Path:
    """What a phone films of that place in 1080p: it pans, the hand shakes, the sensor is noisy."""
    made = work / "outdoor.mp4"
    if not made.exists():
        shake = (
            "crop=2400:1350"
            ":x='300+36*t+14*sin(5.7*t)+5*sin(19.5*t)+3*sin(45.9*t)'"
            ":y='900+10*sin(4.4*t)+5*sin(17*t)+3*sin(38.3*t)'"
        )
        noise = "noise=c0s=9:c0f=t+u:c1s=5:c1f=t+u:c2s=5:c2f=t+u"
        run_ffmpeg(
            ["-y", "-i", photo, "-f", "lavfi", "-i", "anoisesrc=color=pink:amplitude=0.05",
             "-vf", "scale=4080:3072:out_color_matrix=bt709:out_range=tv,format=yuv420p"
             f",loop=loop=-1:size=1,setpts=N/30/TB,fps=30,{shake},scale=1920:1080,{noise}"
             ",setparams=colorspace=bt709:color_primaries=bt709:color_trc=bt709",
             "-t", seconds, "-c:v", "libx264", "-preset", "superfast", "-b:v", "17M",
             "-maxrate", "20M", "-bufsize", "20M", "-c:a", "aac", made], work,
        )  # fmt: skip
    return made


FAST_SECONDS = 45


def print_fast(source: Path, work: Path) -> None:
    """A post with a clip of 45 s, there as soon as can be."""
    folder = fresh(work / "fast")
    post = fresh(folder / "content" / "2026-11-20 post")
    (post / "post.md").write_text("# Жаңа жол\n\nЖол жөнделді.\n", encoding="utf-8")
    run_ffmpeg(["-stream_loop", -1, "-i", source, "-t", FAST_SECONDS, "-c", "copy",
                post / f"clip{source.suffix}"], work)  # fmt: skip
    command = [sys.executable, "-m", "generator", "build", "--fast", "--content",
               folder / "content", "--output", folder / "output", "--cache",
               folder / "cache"]  # fmt: skip
    began = time.monotonic()
    cpu, _ = cost(command, Path(__file__).parents[2])
    taken = time.monotonic() - began
    films = sum(1 for _ in (folder / "output").rglob("*.mp4"))
    print(f"\nbuild --fast of {FAST_SECONDS} s: {films} clip after {taken:.1f} s, {cpu:.1f} CPU-s")


def print_costs(sources: Sequence[Path], work: Path, turns: int) -> None:
    """Medians, and of the ratios the least and the most: the same work differs by a tenth."""
    print("\nCPU of a clip         ours         /bare           /separate     a second    MB")
    for source in sources:
        # What a sample decides is left open, so that all three make the same files.
        recipe = recipe_of(source)
        taken = []
        for _ in range(turns):
            our, peak = our_cost(source, work)
            made = sizes_made(work / f"ours-{source.stem}", recipe)
            bare, apart = (make(source, work, made)[0] for make in (bare_cost, separate_cost))
            taken.append((our, our / bare, our / apart, our / recipe.seconds, peak))
        ours, *ratios, a_second, peaks = (sorted(column) for column in zip(*taken, strict=True))
        said = (f"{median(one):5.2f} {one[0]:.2f}–{one[-1]:.2f}" for one in ratios)
        print(
            f"{source.stem[:20]:20} {median(ours):6.1f}  {'  '.join(said)}"
            f"  {median(a_second):8.2f}  {peaks[-1]:4.0f}", flush=True,
        )  # fmt: skip


def sizes_made(folder: Path, recipe: ClipRecipe) -> ClipRecipe:
    """The recipe with the size that AV1 was given."""
    film = folder / "av1.mp4"
    facts = probe_file(film, "av1").clip if film.exists() else None
    if facts is None:
        return recipe
    renditions = [
        replace(one, width_px=facts.width_px, height_px=facts.height_px)
        if one.codec == "av1"
        else one
        for one in recipe.renditions
    ]
    return replace(recipe, renditions=tuple(renditions))


# Clips: size


def handbrake(source: Path, made: Path) -> list[object]:
    return ["HandBrakeCLI", "-i", source, "-o", made, "-Z", "Fast 720p30"]


def sigal(source: Path, made: Path) -> list[object]:
    code = (
        "import sys; from sigal.settings import _DEFAULT_CONFIG as known; "
        "from sigal.video import generate_video; "
        "known['video_converter'] = sys.argv[3]; "
        "generate_video(sys.argv[1], sys.argv[2], known)"
    )
    return [sys.executable, "-c", code, source, made, ffmpeg_path()]


PEERS: dict[str, tuple[bool, str, Callable[[Path, Path], list[object]]]] = {
    "HandBrake Fast 720p30": (bool(shutil.which("HandBrakeCLI")), ".m4v", handbrake),
    "sigal": (find_spec("sigal") is not None, ".webm", sigal),
}


def our_curve(source: Path, work: Path, one: Rendition, recipe: ClipRecipe) -> list[Any]:
    """VMAF and kb/s of our encoding at several qualities; kept, as peers' results are."""
    kept = work / f"curve-{source.stem}-{one.name}.json"
    if kept.exists():
        return list(json.loads(kept.read_text()))
    step, look, seconds = (6 if one.codec == "av1" else 4), read_traits(source), recipe.seconds
    points = []
    for crf in (one.crf - 2 * step, one.crf - step, one.crf, one.crf + step):
        film = work / f"curve-{source.stem}-{crf}.mp4"
        picture = prepared_picture(ffmpeg.input(f"file:{source}")["V:0"], recipe, one, look)
        # Without the ceiling, which would bend the curve.
        options = rendition_options(replace(one, crf=crf, maxrate_kbps=0), look, recipe)
        run_ffmpeg(["-y", *ffmpeg.output(picture, str(film), **options).get_args()], work)
        points.append((*vmaf(film, source, work), video_kbps(film, seconds)))
        film.unlink()
    kept.write_text(json.dumps(points))
    return points


def at_quality(points: list[Any], model: int, wanted: float) -> float:
    """kb/s at that VMAF, between or beyond what was measured."""
    known = sorted((one[model], one[-1]) for one in points)
    at = min(max(sum(one[0] < wanted for one in known), 1), len(known) - 1)
    (low, thin), (high, thick) = known[at - 1], known[at]
    return exp(log(thin) + (wanted - low) / (high - low) * (log(thick) - log(thin)))


def print_sizes(sources: Sequence[Path], work: Path) -> None:
    print("\nkb/s of the picture at equal VMAF      VMAF   its   H.264     AV1   (ours / its)")
    for source in sources:
        recipe = recipe_of(source)
        best, *others = recipe.renditions
        for name, (is_there, ending, command) in PEERS.items():
            if not is_there:
                print(f"{source.stem[:14]:14} {name}: not installed")
                continue
            made = work / f"{name.split()[0].lower()}-{source.stem}{ending}"
            if not made.exists():
                cost(command(source, made), work)
            its = video_kbps(made, recipe.seconds)
            for model, quality in enumerate(vmaf(made, source, work)):
                ours = [
                    at_quality(our_curve(source, work, one, recipe), model, quality) / its
                    for one in (others[0], best)
                ]
                print(
                    f"{source.stem[:14]:14} {name:22}  {quality:5.1f}  {its:5.0f}"
                    f"  {ours[0]:6.2f}  {ours[1]:6.2f}  {MODELS[model]}", flush=True,
                )  # fmt: skip


def print_weights(sources: Sequence[Path], work: Path, seconds: float) -> None:
    print("\nMB a minute, sound included, and VMAF of what is made")
    for source in sources:
        folder = work / f"ours-{source.stem}"
        if not folder.exists():
            our_cost(source, work)
        for film in sorted(folder.glob("*.m*4*")):
            facts = probe_file(film, film.name).clip
            weight = film.stat().st_size / 1e6 * 60 / seconds
            if facts is None:  # the sound alone
                print(f"{source.stem[:20]:20} {film.name:10}       {weight:5.2f}")
                continue
            look = vmaf(film, source, work)[0]
            short = min(facts.width_px, facts.height_px)
            print(f"{source.stem[:20]:20} {film.name:10} {short:4}  {weight:5.2f}  {look:5.1f}")


# Photos


def our_photos(folder: str, into: str, format: str, workers: str) -> None:
    """In a process of its own: every photo at three widths in two formats."""
    from concurrent.futures import ThreadPoolExecutor

    def make_one(path: Path) -> None:
        facts = probe_file(path, path.name).photo
        assert facts
        there = fresh(Path(into) / path.stem)
        slot = Slot("photo", WIDTHS, formats=(format, "jpeg"))
        make_photo(photo_recipe(facts.width_px, facts.height_px, (slot,)), path, path.name, there)

    with ThreadPoolExecutor(int(workers)) as executor:
        list(executor.map(make_one, sorted(Path(folder).iterdir())))


VIPS = """
import sys, pyvips
from pathlib import Path
folder, into, format = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
pyvips.cache_set_max(0)
for path in sorted(folder.iterdir()):
    shown = None
    for width in (1600, 960, 480):
        if shown is None:
            shown = pyvips.Image.thumbnail(str(path), width, height=10**6).copy_memory()
        else:
            shown = shown.thumbnail_image(width, height=10**6).copy_memory()
        name = str(into / f"{path.stem}-{width}")
        if format == "webp":
            shown.webpsave(name + ".webp", Q=75, effort=4)
        else:
            shown.heifsave(name + ".avif", Q=50, compression="av1", effort=4)
        shown.jpegsave(name + ".jpg", Q=80)
"""
ELEVENTY = """
import fs from "node:fs"; import { createRequire } from "node:module";
const root = process.env.NODE_PATH, require = createRequire(root + "/");
const { default: Image } = await import(require.resolve("@11ty/eleventy-img"));
const [folder, into, format] = process.argv.slice(2);
for (const name of fs.readdirSync(folder).sort())
  await Image(`${folder}/${name}`, { widths: [480, 960, 1600], formats: [format, "jpeg"],
    outputDir: into, urlPath: "/", useCache: false, sharpWebpOptions: { quality: 75 },
    sharpJpegOptions: { quality: 80 }, sharpAvifOptions: { quality: 50 } });
"""

SHARP = """
import fs from "node:fs"; import { createRequire } from "node:module";
const require = createRequire(process.env.NODE_PATH + "/"), sharp = require("sharp");
const [folder, into, format, mode] = process.argv.slice(2);
const written = (picture, name) => [
  (format === "webp" ? picture.clone().webp({ quality: 75 }) : picture.clone().avif())
    .toFile(`${name}.${format}`),
  picture.clone().jpeg({ quality: 80 }).toFile(`${name}.jpg`),
];
sharp.cache(false);
for (const name of fs.readdirSync(folder).sort()) {
  const path = `${folder}/${name}`;
  let shown;
  for (const width of [1600, 960, 480]) {
    const whole = shown ? sharp(shown.data, { raw: shown.info }) : sharp(path).rotate();
    let picture = whole.resize(width);
    if (mode === "chained") {
      shown = await picture.raw().toBuffer({ resolveWithObject: true });
      picture = sharp(shown.data, { raw: shown.info });
    }
    await Promise.all(written(picture, `${into}/${name}-${width}`));
  }
}
"""


def print_photos(folder: Path, work: Path) -> None:
    count = len(list(folder.iterdir()))
    nodes = os.environ.get("NODE_PATH", "")
    (work / "vips.py").write_text(VIPS)
    (work / "eleventy.mjs").write_text(ELEVENTY)
    (work / "sharp.mjs").write_text(SHARP)
    print(f"\nCPU a photo, {count} photos to {WIDTHS} in two formats (MB)")
    for format in ("webp", "avif"):
        makers: dict[str, list[object]] = {
            "ours": [sys.executable, __file__, "--our-photos", folder, "OUT", format, 1],
            "ours, two workers": [
                sys.executable, __file__, "--our-photos", folder, "OUT", format, 2,
            ],
        }  # fmt: skip
        if find_spec("pyvips"):
            makers["libvips chained"] = [sys.executable, work / "vips.py", folder, "OUT", format]
        if nodes and (Path(nodes) / "@11ty").exists() and shutil.which("node"):
            makers["eleventy-img"] = ["node", work / "eleventy.mjs", folder, "OUT", format]
        if nodes and (Path(nodes) / "sharp").exists() and shutil.which("node"):
            for mode in ("chained", "a call a size"):
                makers[f"sharp, {mode}"] = ["node", work / "sharp.mjs", folder, "OUT", format, mode]
        base = 0.0
        for name, command in makers.items():
            into = fresh(work / f"photos-{format}-{name.split()[0]}")
            cpu, peak = cost([into if one == "OUT" else one for one in command], work)
            base = base or cpu
            print(f"{format}  {name:18} {cpu / count:6.2f}  ours/it {base / cpu:5.2f}  {peak:5.0f}")


def print_heics(folder: Path, work: Path) -> None:
    """HEIC alone: it is decoded whole, so that two at once take the most memory."""
    count = len(list(folder.iterdir()))
    print(f"\nCPU a photo of {count} as HEIC (MB)")
    for workers in (1, 2):
        into = fresh(work / "photos-heic")
        command = [sys.executable, __file__, "--our-photos", folder, into, "webp", workers]
        cpu, peak = cost(command, work)
        print(f"webp  {workers} workers {cpu / count:6.2f}  {peak:5.0f}")


def print_colours(folder: Path, work: Path) -> None:
    """The mean and the largest difference from libvips' conversion, in ΔE of 1976.

    Beside it as it is, and saved as JPEG like ours: what is left then is not the conversion's.
    """
    if not find_spec("pyvips"):
        return
    pyvips: Any = import_module("pyvips")  # a peer, not always there

    first = min(folder.iterdir())
    print("\nColours beside libvips' conversion: mean ΔE, 99 of 100 points below; both as JPEG")
    for profile, space in (("p3", "srgb"), ("cmyk", "cmyk")):
        given = pyvips.Image.thumbnail(str(first), 640, height=10**6).icc_import(
            embedded=True, input_profile="srgb"
        )
        path = work / f"{profile}.{'tif' if space == 'cmyk' else 'jpg'}"
        converted = given.icc_export(output_profile=profile, depth=8)
        converted.write_to_file(str(path), **({} if space == "cmyk" else {"Q": 98}))
        wanted = pyvips.Image.new_from_file(str(path)).icc_transform(
            "srgb", embedded=True, intent="perceptual"
        )
        facts = probe_file(path, path.name).photo
        assert facts
        slot = Slot("photo", (facts.width_px,), formats=("jpeg",))
        recipe = photo_recipe(facts.width_px, facts.height_px, (slot,))
        into = fresh(work / f"colours-{profile}")
        make_photo(recipe, path, path.name, into)
        with Image.open(into / recipe.variants[0].name) as shown:
            wanted_rgb = Image.frombuffer("RGB", shown.size, wanted.write_to_memory())
            mean, most = difference(shown.convert("RGB"), wanted_rgb)
            wanted_rgb.save(work / "wanted.jpg", quality=78, optimize=True)
            with Image.open(work / "wanted.jpg") as saved:
                same = difference(shown.convert("RGB"), saved.convert("RGB"))
        print(f"{profile:6} {mean:5.2f} {most:5.2f}   {same[0]:5.2f} {same[1]:5.2f}")


def difference(one: Image.Image, other: Image.Image) -> tuple[float, float]:
    small = [picture.resize((160, 120), Image.Resampling.BOX) for picture in (one, other)]
    lab = ImageCms.buildTransform(
        ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), "RGB", "LAB"
    )
    first, second = (ImageCms.applyTransform(picture, lab) for picture in small)
    assert first and second
    signed = [[(v + 128) % 256 for v in picture.tobytes()] for picture in (first, second)]
    apart = []
    for at in range(0, len(signed[0]), 3):
        light = (first.tobytes()[at] - second.tobytes()[at]) / 2.55
        red = signed[0][at + 1] - signed[1][at + 1]
        blue = signed[0][at + 2] - signed[1][at + 2]
        apart.append((light**2 + red**2 + blue**2) ** 0.5)
    apart.sort()
    return sum(apart) / len(apart), apart[len(apart) * 99 // 100]


# The table


def fresh(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def beginning(source: Path, seconds: float, work: Path) -> Path:
    cut = work / f"{source.stem}-cut{source.suffix}"
    if not cut.exists():
        run_ffmpeg(["-y", "-i", source, "-t", seconds, "-map", "0:v:0", "-map", "0:a:0?",
                    "-c", "copy", cut], work)  # fmt: skip
    return cut


def print_clips(chosen: argparse.Namespace, sources: list[Path], work: Path) -> None:
    if "costs" in chosen.only:
        print_costs(sources, work, chosen.turns)
    if "hlg" in chosen.only:
        print_costs([hlg_of(one, work) for one in sources], work, chosen.turns)
    if "weights" in chosen.only:
        outdoor = chosen.outdoor
        drawn = [outdoor_of(outdoor.resolve(), work, chosen.seconds)] if outdoor else []
        print_weights([*sources, *drawn], work, chosen.seconds)
    if "sizes" in chosen.only:
        print_sizes(sources, work)
    if "fast" in chosen.only and sources:
        print_fast(chosen.clips[0].resolve(), work)


TABLES = ("costs", "hlg", "weights", "sizes", "fast", "photos", "colours", "heics")


def main() -> None:
    """Print the tables."""
    if sys.argv[1:2] == ["--ours"]:
        return ours(*sys.argv[2:4])
    if sys.argv[1:2] == ["--our-photos"]:
        return our_photos(*sys.argv[2:6])
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("clips", nargs="*", type=Path)
    parser.add_argument("--photos", type=Path)
    parser.add_argument("--heics", type=Path)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--turns", type=int, default=1, help="of what costs are measured")
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "media-bench")
    parser.add_argument("--outdoor", type=Path)
    parser.add_argument("--only", nargs="+", choices=TABLES, default=TABLES)
    chosen = parser.parse_args()
    work = chosen.work.resolve()
    work.mkdir(parents=True, exist_ok=True)
    sources = [beginning(one.resolve(), chosen.seconds, work) for one in chosen.clips]
    print_clips(chosen, sources, work)
    if chosen.photos and "photos" in chosen.only:
        print_photos(chosen.photos.resolve(), work)
    if chosen.photos and "colours" in chosen.only:
        print_colours(chosen.photos.resolve(), work)
    if chosen.heics and "heics" in chosen.only:
        print_heics(chosen.heics.resolve(), work)
    return None


if __name__ == "__main__":
    main()
